// Single keys at the desk: j and k walk the rows, / searches, ? shows the keys, and each data-key="x" is pressed by its key (a fold opens, the cursor in its text).

const SWITCH = "shortcuts-off";

export default function shortcuts(root) {
  const dialog = document.getElementById("shortcuts");
  const toggle = dialog?.querySelector("[data-switch]");
  if (toggle) {
    toggle.checked = !localStorage.getItem(SWITCH);
    toggle.addEventListener("change", () =>
      toggle.checked ? localStorage.removeItem(SWITCH) : localStorage.setItem(SWITCH, "1"),
    );
  }
  document.querySelector("[data-show-shortcuts]")?.addEventListener("click", () => dialog?.showModal());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (dialog?.open || localStorage.getItem(SWITCH)) return;
    const done =
      event.key === "?" ? dialog && (dialog.showModal(), true)
      : event.key === "j" ? step(1)
      : event.key === "k" ? step(-1)
      : press(event.key);
    if (done) event.preventDefault();
  });

  function step(by) {
    const rows = [...root.querySelectorAll(".sheet__main a")];
    if (!rows.length) return false;
    const here = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1);
    rows[next].focus();
    rows[next].closest("tr").scrollIntoView({ block: "nearest" });
    return true;
  }

  function press(key) {
    const row = document.activeElement?.closest?.("tr");
    const name = CSS.escape(key);
    const target = row?.querySelector(`[data-key="${name}"]`) ?? document.querySelector(`[data-key="${name}"]`);
    const field = target ?? (key === "/" ? document.querySelector("input[type=search]") : null);
    if (!field) return false;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    const place = field.matches("summary") ? fold.querySelector("textarea") ?? field : field;
    if (place.matches("input:not([type=checkbox]), textarea, select, summary")) place.focus();
    else place.click();
    return true;
  }
}

function isTyping(target) {
  return target.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}
