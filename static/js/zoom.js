// Pictures open large over the page; without this they are links to themselves.

export default function zoom(root) {
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-zoom]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, link.textContent.trim(), root.dataset.close);
  });
  for (const picture of root.querySelectorAll("p img, figure img")) {
    if (picture.closest("a")) continue;
    if (picture.complete) offer(picture, root);
    else picture.addEventListener("load", () => offer(picture, root), { once: true });
  }
}

// Only pictures that are shown smaller than they are have more to show.
function offer(picture, root) {
  if (picture.naturalWidth <= picture.clientWidth * 1.1) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "zoom__open";
  button.setAttribute("aria-label", [root.dataset.open, picture.alt].filter(Boolean).join(": "));
  picture.replaceWith(button);
  button.append(picture);
  button.addEventListener("click", () => open(picture.src, picture.alt, root.dataset.close));
}

function open(source, words, closeWords) {
  const dialog = document.createElement("dialog");
  dialog.className = "zoom";
  dialog.setAttribute("aria-label", words);
  const picture = document.createElement("img");
  picture.className = "zoom__picture";
  picture.src = source;
  picture.alt = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "zoom__close button button--secondary";
  close.textContent = closeWords;
  dialog.append(picture, close);
  dialog.addEventListener("click", (event) => event.target !== picture && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
