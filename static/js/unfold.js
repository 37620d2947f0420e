// What a link of this page leads to is open when one gets there; on paper everything is.

export default function unfold(root) {
  const folds = root.querySelectorAll("details");
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const fold = target && root.contains(target) && target.closest("details");
    if (!fold) return;
    fold.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", () => folds.forEach((fold) => (fold.open = true)));
  open();
}
