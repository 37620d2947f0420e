// A button on each block of code that copies it; and blocks that scroll can be reached by keyboard.

import scrollers from "./scrollers.js";

export default function copyCode(root) {
  for (const pre of root.querySelectorAll("pre")) {
    const frame = document.createElement("div");
    frame.className = "copy-code";
    pre.replaceWith(frame);
    frame.append(pre);
    if (navigator.clipboard) frame.append(button(root, pre));
  }
  scrollers(root);
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
