// Files for a form: choosing adds to what is there, files can be dropped, screenshots pasted.

import { sizeWords } from "./sizes.js";

let pasted = 0;

export default function attach(root) {
  const input = root.querySelector("input[type=file]");
  const place = root.querySelector("[data-drop]");
  const list = root.querySelector("[data-list]");
  const item = root.querySelector("template[data-item]");
  let kept = [...input.files];

  root.dataset.ready = ""; // from here on the list below says what is chosen
  input.addEventListener("change", () => add([...input.files]));
  place.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    place.dataset.over = "";
  });
  place.addEventListener("dragleave", () => delete place.dataset.over);
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    delete place.dataset.over;
    add([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (!root.isConnected || !isForHere(event.target)) return;
    const files = [...event.clipboardData.files];
    if (!files.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    add(files.map(named));
  });
  if (kept.length) show();

  function isForHere(target) {
    const step = root.closest("[data-step]");
    if (step) return step.contains(target);
    return "paste" in root.dataset && !target.closest?.("[data-step]:has([data-drop])");
  }

  function named(file) {
    const ending = file.type.split("/")[1] || "png";
    pasted += 1;
    const name = `${root.dataset.pasted.replace("{n}", pasted)}.${ending}`;
    return new File([file], name, { type: file.type });
  }

  function add(files) {
    const fresh = files.filter((file) => !kept.some((other) => isSame(file, other)));
    keep(input.multiple ? [...kept, ...fresh] : files.slice(0, 1));
  }

  function keep(files) {
    kept = files;
    const transfer = new DataTransfer();
    for (const file of kept) transfer.items.add(file);
    input.files = transfer.files;
    show();
    root.dispatchEvent(new CustomEvent("attached", { bubbles: true }));
  }

  function show() {
    list.replaceChildren(...kept.map(line));
    list.hidden = !kept.length;
  }

  function line(file, index) {
    const row = item.content.firstElementChild.cloneNode(true);
    const picture = row.querySelector("img");
    if (file.type.startsWith("image/")) {
      picture.src = URL.createObjectURL(file);
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    } else {
      picture.remove();
    }
    row.querySelector("[data-file-name]").textContent = file.name;
    row.querySelector("[data-file-size]").textContent = sizeWords(file.size);
    const button = row.querySelector("[data-remove-file]");
    button.querySelector("[data-words]").textContent = root.dataset.remove.replace("{name}", file.name);
    button.addEventListener("click", () => {
      keep(kept.filter((_, other) => other !== index));
      (list.querySelectorAll("[data-remove-file]")[index] ?? input).focus();
    });
    return row;
  }
}

function isSame(one, other) {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}
