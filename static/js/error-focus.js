// What is wrong takes the focus, and each line of it leads into its field.

export default function errorFocus(summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("fieldset, div, li, ol") ? target.querySelector("input, textarea, select") : target;
    (field ?? target).focus({ preventScroll: true });
    (target.closest(".field") ?? target).scrollIntoView({ block: "start" });
  });
}
