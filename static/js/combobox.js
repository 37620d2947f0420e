// A search field that offers what it finds while one types; the form works as ever.
// What is offered belongs to what is written: an older question is called back, and where the answer
// to a newer one is slow, the list closes rather than show what was meant before.

import Combobox from "../vendor/combobox-nav@3.0.2/index.js";

const SHORTEST = 2;
const PAUSE = 120; // ms without a key before asking
const SHORT = 200; // characters that fit any address: such words need no way over the server
const PATIENCE = 400; // ms for which the list may stand from the words before

export default function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[data-said]");
  const nav = new Combobox(input, list, { tabInsertsSuggestions: false });
  let pause = 0;
  let patience = 0;
  let asking = new AbortController();

  input.addEventListener("input", () => {
    callBack();
    pause = setTimeout(offer, PAUSE);
    patience = setTimeout(close, PAUSE + PATIENCE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // the words stay
      leave();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      callBack();
      offer();
    }
  });
  input.addEventListener("blur", leave);
  form.addEventListener("submit", () => {
    leave();
    const isShort = input.value.length <= SHORT;
    form.method = isShort ? "get" : "post";
    form.elements.csrf_token.disabled = isShort;
  });
  window.addEventListener("pagehide", leave);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", (event) => location.assign(event.target.dataset.url));

  async function offer() {
    const words = input.value.trim();
    if (words.length < SHORTEST) return leave();
    const { signal } = asking;
    const address = new URL(form.dataset.suggestUrl, location.href);
    address.searchParams.set("q", words.slice(0, SHORT));
    const html = await fetch(address, { signal })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .catch(() => "");
    if (signal.aborted || document.activeElement !== input) return;
    clearTimeout(patience);
    show(html);
  }

  function show(html) {
    const made = document.createElement("template");
    made.innerHTML = html;
    const words = made.content.querySelector("[data-said]");
    words?.remove();
    const options = made.content.querySelectorAll("[role=option]");
    if (!options.length) return close();
    options.forEach((option, n) => (option.id = `${list.id}-${n}`));
    nav.clearSelection();
    list.replaceChildren(made.content);
    list.scrollTop = 0;
    if (list.hidden) {
      list.hidden = false;
      nav.start();
    }
    if (said) said.textContent = words?.textContent ?? "";
  }

  function callBack() {
    clearTimeout(pause);
    clearTimeout(patience);
    asking.abort();
    asking = new AbortController();
  }

  function leave() {
    callBack();
    close();
  }

  function close() {
    if (said) said.textContent = "";
    if (list.hidden) return;
    nav.stop();
    list.hidden = true;
    list.replaceChildren();
  }
}
