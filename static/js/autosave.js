// Keeps a draft: the form sends its words by itself a moment after typing stops, and when the page goes away.

import { words } from "./words.js";

const PAUSE = 600;
const RETRY = [3000, 10000, 30000];

export default function autosave(form) {
  const address = form.dataset.autosave;
  const line = document.querySelector("[data-saved]");
  let timer = 0;
  let failures = 0;
  let sent = isAsServed(form) ? words(form).toString() : null;
  let leaving = false;

  form.addEventListener("input", () => wait(PAUSE));
  form.addEventListener("change", () => wait(PAUSE));
  form.addEventListener("attached", () => ["failed", "saving"].includes(line?.dataset.state) || say("done"));
  form.addEventListener("keep", save); // what was typed is about to leave the form
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  if (hasFiles()) say("done");
  if (sent === null) wait(PAUSE); // typed before this script was here
  window.addEventListener("pageshow", () => (leaving = false));
  window.addEventListener("online", () => wait(0));
  window.addEventListener("pagehide", () => {
    if (leaving || words(form).toString() === sent) return;
    fetch(address, { method: "POST", body: words(form), keepalive: true }).catch(() => {});
  });

  function wait(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  async function save() {
    const body = words(form);
    if (body.toString() === sent) return;
    say("saving");
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      sent = body.toString();
      failures = 0;
      say("done");
      if (words(form).toString() !== sent) wait(PAUSE);
    } catch {
      say("failed");
      wait(RETRY[Math.min(failures++, RETRY.length - 1)]);
    }
  }

  // What is chosen goes with the form itself.
  function hasFiles() {
    return [...form.elements].some((field) => field.files?.length);
  }

  function say(state) {
    if (!line || leaving) return;
    line.dataset.state = state;
    line.querySelector("[data-saved-words]").textContent = line.dataset[state === "done" && hasFiles() ? "words" : state];
  }
}

function isAsServed(form) {
  return [...form.elements].every((field) => {
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked === field.defaultChecked;
    return field.matches("[type=file]") || field.value === field.defaultValue || field.defaultValue === undefined;
  });
}
