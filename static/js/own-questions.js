// Questions that depend on other answers of their page: each comes and goes as one answers, keeps what was typed in it,
// and shows whether it needs an answer. The conditions are those by which the server judges.

export default function ownQuestions(teller) {
  const form = teller.closest("form");
  const place = teller.closest("[data-questions]") ?? form; // its own, where the form asks more than one page's
  const questions = [...place.querySelectorAll("[data-shown-when]")].map((place) => ({
    place,
    label: place.dataset.question,
    mark: place.querySelector(".field__optional, .choices__optional"),
    shownWhen: JSON.parse(place.dataset.shownWhen),
    requiredWhen: JSON.parse(place.dataset.requiredWhen),
  }));
  const severities = JSON.parse(teller.dataset.severities ?? "null");

  for (const only of place.querySelectorAll("[data-only]")) unsay(only);
  for (const name of ["input", "change"]) form.addEventListener(name, () => tell(arrange()));
  window.addEventListener("pageshow", arrange); // going back fills the form anew
  arrange();

  // When a question is meant has to be said only where nothing makes it come and go.
  function unsay(only) {
    const hint = only.parentElement;
    only.remove();
    hint.hidden = !hint.textContent.trim();
  }

  // In the order of the page: what stands below may depend on what has just come or gone. Returns what changed.
  function arrange() {
    const changed = { asked: [], gone: [], needed: [], optional: [] };
    if (questions.some(({ place, shownWhen }) => !place.disabled && !holds(shownWhen))) form.dispatchEvent(new Event("keep"));
    for (const { place, label, mark, shownWhen, requiredWhen } of questions) {
      const isAsked = holds(shownWhen) || place.contains(document.activeElement); // nothing goes from under the cursor
      const isNeeded = holds(requiredWhen);
      if (isAsked === place.disabled) changed[isAsked ? "asked" : "gone"].push(label);
      else if (isAsked && isNeeded !== mark.hidden) changed[isNeeded ? "needed" : "optional"].push(label);
      place.hidden = place.disabled = !isAsked;
      mark.hidden = isNeeded;
    }
    return changed;
  }

  function tell(changed) {
    const lines = Object.entries(changed)
      .filter(([, labels]) => labels.length)
      .map(([what, labels]) => teller.dataset[what].replace("{questions}", () => labels.join("; ")));
    if (lines.length) teller.textContent = lines.join(". ");
  }

  function holds(when) {
    return when !== null && Object.entries(when).every(([name, values]) => values.includes(answer(name)));
  }

  // What is not asked is disabled, and so has no answer.
  function answer(name) {
    return name === "severity" && severities ? severity() : new FormData(form).get(name);
  }

  function severity() {
    if (!severities.asked.every(answer)) return null;
    return severities.rows.find(([when]) => holds(when))?.[1];
  }
}
