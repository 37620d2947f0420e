// A time zone is found by typing its place. The select stays in the form and keeps the choice.

import Combobox from "../vendor/combobox-nav@3.0.2/index.js";

const MOST = 40; // options in sight at once

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export default function zone(box) {
  const select = box.querySelector("select");
  const now = box.querySelector("[data-now]");
  const all = [...select.options];
  if ("guess" in box.dataset) guess(box, select);

  const input = document.createElement("input");
  const list = document.createElement("ul");
  const place = document.createElement("span");
  place.className = "zone__place field__select";
  Object.assign(input, { type: "text", className: "field__control", autocomplete: "off", spellcheck: false });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  Object.assign(list, { id: `${select.id}-places`, className: "zone__list", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.querySelector("label").textContent.trim());
  input.id = select.id;
  select.removeAttribute("id");
  const shell = select.parentElement;
  shell.hidden = true;
  place.append(input, shell.querySelector("svg").cloneNode(true), list);
  shell.after(place);
  const nav = new Combobox(input, list, { tabInsertsSuggestions: false, firstOptionSelectionMode: "active" });
  show();

  input.addEventListener("focus", () => input.select());
  input.addEventListener("click", () => offer(""));
  input.addEventListener("input", () => offer(input.value));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      offer("");
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show();
    } else if (event.key === "Enter") {
      event.preventDefault(); // it picks a place, and never sends the form
    }
  });
  input.addEventListener("blur", show);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", (event) => {
    select.value = event.target.dataset.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    input.select();
  });

  function offer(words) {
    const wanted = plain(words).split(/\s+/);
    const fits = (option) => wanted.every((word) => plain(`${option.text} ${option.value}`).includes(word));
    const found = all.filter(fits).slice(0, words.trim() ? MOST : all.length);
    list.replaceChildren(...(found.length ? found.map(item) : [nothing()]));
    open();
    if (!words) list.querySelector("[data-chosen]")?.scrollIntoView({ block: "nearest" });
  }

  function item(option, n) {
    const line = document.createElement("li");
    line.id = `${list.id}-${n}`;
    line.className = "options__item";
    line.setAttribute("role", "option");
    line.dataset.value = option.value;
    if (option.value === select.value) line.dataset.chosen = "";
    line.textContent = option.text;
    return line;
  }

  function nothing() {
    const line = document.createElement("li");
    line.className = "zone__none";
    line.textContent = box.dataset.none;
    return line;
  }

  function open() {
    nav.stop();
    list.hidden = false;
    nav.start();
  }

  function show() {
    nav.stop();
    list.hidden = true;
    input.value = select.selectedOptions[0]?.text ?? "";
    tell();
  }

  function tell() {
    if (!select.value) return now.replaceChildren();
    const clock = { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: select.value };
    const time = new Intl.DateTimeFormat(document.documentElement.lang, clock).format(new Date());
    now.textContent = now.dataset.now.replace("{time}", time);
  }
}

// The zone of the browser, by the name that it has here.
function guess(box, select) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const name = JSON.parse(box.dataset.aliases)[own] ?? own;
  if ([...select.options].some((option) => option.value === name)) select.value = name;
}
