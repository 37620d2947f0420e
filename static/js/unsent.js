// Words that were written and not sent stay in this tab until their form (data-unsent) is sent and taken; they are back when the form is.

const PLACE = "unsent"; // in the tab's own storage: {whose, words: {address of the form: {field: words}}, sent: {to, from}}
const TEXTS = "textarea, input[type=text], input[type=email]";

export default function unsent(template) {
  const { whose } = template.dataset;
  const forms = [...document.querySelectorAll("form[data-unsent]")];

  settle();
  forms.forEach(bringBack);
  document.addEventListener("input", ({ target }) => {
    if (target.matches(TEXTS) && forms.includes(target.form)) keep(target);
  });
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (defaultPrevented) return;
    if (target.matches("[data-forgets]")) sessionStorage.removeItem(PLACE);
    else if (forms.includes(target)) {
      history.replaceState("left", ""); // who comes back to this page has got no answer
      change((kept) => (kept.sent = { to: address(target), from: location.pathname }));
    }
  });
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return; // back on a page as it was left: what has been sent or discarded since is not unsent
    change((kept) => delete kept.sent);
    document.querySelectorAll(".unsent").forEach((note) => note.remove());
    for (const form of forms) {
      const words = wordsOf(form);
      for (const field of texts(form)) if (!(field.name in words)) field.value = field.defaultValue;
      bringBack(form);
    }
  });

  // A form that was taken is answered by a redirect elsewhere; one that was refused, or never arrived, is not.
  function settle() {
    const before = document.referrer && new URL(document.referrer).pathname;
    change((kept) => {
      const { to, from } = kept.sent ?? {};
      const isAnswer = history.state !== "left" && [to, from].includes(before);
      if (isAnswer && to !== location.pathname) delete kept.words[to];
      delete kept.sent;
    });
  }

  function bringBack(form) {
    const words = wordsOf(form);
    const empty = texts(form).filter((field) => !field.value && words[field.name]);
    for (const field of texts(form)) if (field.value !== field.defaultValue) keep(field); // before this script was here
    empty.forEach((field) => write(field, words[field.name]));
    if (empty.length) tell(form, empty);
  }

  function tell(form, fields) {
    const note = template.content.firstElementChild.cloneNode(true);
    const said = note.querySelector("[role=status]");
    const words = said.textContent;
    said.textContent = ""; // what changes in a place that is there is read aloud
    setTimeout(() => (said.textContent = words), 100);
    note.querySelector("button").addEventListener("click", () => {
      fields.forEach((field) => write(field, ""));
      note.remove();
      fields[0].focus();
    });
    form.prepend(note);
    for (const field of fields) {
      for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  }

  function keep(field) {
    change(({ words }) => {
      const own = (words[address(field.form)] ??= {});
      if (field.value.trim()) own[field.name] = field.value;
      else delete own[field.name];
    });
  }

  function wordsOf(form) {
    return read().words[address(form)] ?? {};
  }

  function read() {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    return kept?.whose === whose ? kept : { whose, words: {} }; // another's words end here
  }

  function change(how) {
    const kept = read();
    how(kept);
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(kept));
    } catch {} // full: the page goes on as it would without
  }
}

function texts(form) {
  return [...form.elements].filter((field) => field.matches(TEXTS));
}

function write(field, words) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function address(form) {
  return new URL(form.getAttribute("action") ?? "", location.href).pathname;
}
