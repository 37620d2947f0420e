// A search field that offers what it finds while one types; the form works as ever.

import Combobox from "../vendor/combobox-nav@3.0.2/index.js";

export default function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const nav = new Combobox(input, list, { tabInsertsSuggestions: false });
  let timer = 0;
  let asked = "";

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, 150);
  });
  input.addEventListener("focusout", () => setTimeout(close, 120));
  input.addEventListener("keydown", (event) => event.key === "Escape" && close());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", (event) => location.assign(event.target.dataset.url));

  async function offer() {
    const words = input.value.trim();
    asked = words;
    if (words.length < 2) return close();
    const address = new URL(form.dataset.suggestUrl, location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address).catch(() => null);
    const html = answer?.ok && !answer.redirected ? await answer.text() : "";
    if (words !== asked || document.activeElement !== input) return;
    list.innerHTML = html;
    list.querySelectorAll("[role=option]").forEach((option, n) => (option.id ||= `${list.id}-${n}`));
    if (!list.childElementCount) return close();
    list.hidden = false;
    nav.stop();
    nav.start();
  }

  function close() {
    if (list.hidden) return;
    nav.stop();
    list.hidden = true;
    list.replaceChildren();
  }
}
