// A button on each block of code that copies it; and blocks that scroll can be reached by keyboard.

export default function copyCode(root) {
  for (const pre of root.querySelectorAll("pre")) {
    const frame = document.createElement("div");
    frame.className = "copy-code";
    pre.replaceWith(frame);
    frame.append(pre);
    if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
    if (navigator.clipboard) frame.append(button(root, pre));
  }
  for (const table of root.querySelectorAll("table")) {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }
}

function button(root, pre) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy-code__button";
  copy.textContent = root.dataset.copy;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.innerText.replace(/\n$/, ""));
    copy.textContent = root.dataset.copied;
    copy.dataset.done = "";
    setTimeout(() => {
      copy.textContent = root.dataset.copy;
      delete copy.dataset.done;
    }, 2000);
  });
  return copy;
}
