// What a Markdown text will look like, beside it, as the server renders it.

import scrollers from "./scrollers.js";
import { words } from "./words.js";

export default function preview(root) {
  const field = document.getElementById(root.dataset.for);
  const page = root.querySelector("[data-preview]");
  let timer = 0;
  let shown = null;

  root.dataset.ready = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(render, 400);
  });
  render();

  async function render() {
    const text = field.value;
    if (text === shown) return;
    const body = field.form ? words(field.form) : new URLSearchParams();
    body.set("text", text);
    const answer = await fetch(root.dataset.previewUrl, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || answer.redirected || field.value !== text) return;
    shown = text;
    page.innerHTML = await answer.text(); // cleaned by the server, as the article itself is
    scrollers(page);
  }
}
