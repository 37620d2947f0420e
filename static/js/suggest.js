// Articles that may already help, asked for with what the form holds once typing pauses; focus is never taken.

import { words } from "./words.js";

export default function suggest(root) {
  const form = document.getElementById(root.dataset.form);
  const list = root.querySelector("[data-suggestions]");
  let timer = 0;
  let asked = "";

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 500);
  });

  async function ask() {
    const body = words(form);
    if (body.toString() === asked) return;
    asked = body.toString();
    const answer = await fetch(root.dataset.suggestUrl, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || answer.redirected || body.toString() !== asked) return;
    const wasOpen = Boolean(list.querySelector(":scope > details[open]"));
    if (list.contains(document.activeElement) || list.querySelector("details details[open]")) return; // being read
    list.innerHTML = (await answer.text()).trim();
    if (wasOpen) list.querySelector(":scope > details")?.setAttribute("open", "");
    list.dispatchEvent(new CustomEvent("enhance", { bubbles: true }));
  }
}
