// Steps in order: a fresh line waits below the last one written, and each can move up, down or away.

export default function stepList(root) {
  const list = root.querySelector("[data-steps]");
  const numbered = new RegExp(`^${root.dataset.name}-\\d+-`);
  const model = blank(list.querySelector("[data-step]"));
  let written = null; // the step in which the focus was last

  list.addEventListener("input", arrange);
  list.addEventListener("attached", arrange);
  list.addEventListener("focusin", ({ target }) => (written = target.closest("[data-step]")));
  root.querySelector("[data-add]")?.addEventListener("click", (event) => {
    event.preventDefault();
    if (written === list.lastElementChild) append(); // the one that waits is in use: one more
    list.lastElementChild.querySelector("textarea, input").focus();
    arrange();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !isText(event.target)) return;
    event.preventDefault();
    const next = event.target.closest("[data-step]").nextElementSibling;
    next?.querySelector("textarea, input")?.focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-up], [data-down], [data-remove]");
    if (button) move(button.closest("[data-step]"), button);
  });
  arrange();

  function move(step, button) {
    const before = step.previousElementSibling;
    const after = step.nextElementSibling;
    if (button.matches("[data-up]") && before) list.insertBefore(step, before);
    else if (button.matches("[data-down]") && after) list.insertBefore(after, step);
    else if (button.matches("[data-remove]")) step.remove();
    arrange();
    const stays = step.isConnected && !button.disabled ? button : (step.isConnected ? step : after ?? before)?.querySelector("textarea, input");
    stays?.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function append() {
    const fresh = model.cloneNode(true);
    list.append(fresh);
    fresh.dispatchEvent(new CustomEvent("enhance", { bubbles: true }));
  }

  // One blank line at the end, no others after it; numbers, names and buttons as the order now is.
  function arrange() {
    let steps = [...list.children];
    while (steps.length > 1 && isBlank(steps.at(-1)) && isBlank(steps.at(-2)) && !steps.at(-1).contains(document.activeElement)) {
      steps.pop().remove();
    }
    if (!steps.length || !isBlank(steps.at(-1))) {
      append();
      steps = [...list.children];
    }
    steps.forEach((step, index) => number(step, index, steps.length));
  }

  function number(step, index, count) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      for (const element of step.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, element.getAttribute(name).replace(numbered, `${root.dataset.name}-${index}-`));
      }
    }
    step.querySelector("[data-step-label]").textContent = root.dataset.words.replace("{n}", index + 1);
    const isLast = index === count - 1;
    step.querySelector("[data-step-buttons]").hidden = isLast;
    step.querySelector("[data-up]").disabled = index === 0;
    step.querySelector("[data-down]").disabled = index >= count - 2;
  }
}

function isText(target) {
  return target.matches("textarea, input:not([type=file], [type=checkbox], [type=radio])");
}

function isBlank(step) {
  return ![...step.querySelectorAll("textarea, input")].some((field) => field.value);
}

function blank(step) {
  const copy = step.cloneNode(true);
  for (const field of copy.querySelectorAll("textarea, input")) {
    field.value = "";
    field.removeAttribute("value");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (field.matches("textarea")) field.textContent = "";
  }
  copy.querySelectorAll("[data-own]").forEach((part) => part.remove());
  copy.querySelectorAll("[data-list]").forEach((part) => {
    part.replaceChildren();
    part.hidden = true;
  });
  return copy;
}
