// A part of the page that asks for itself again while the page is seen, and changes only where it changed.

export default function live(part) {
  const pause = Number(part.dataset.liveEvery || 15) * 1000;
  let last = null;
  let timer = 0;

  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  timer = setTimeout(look, pause);

  async function look() {
    clearTimeout(timer);
    if (!part.isConnected || document.hidden) return;
    const answer = await fetch(part.dataset.liveUrl).catch(() => null);
    if (answer?.redirected || answer?.status === 404) return; // signed out, or gone: the next page says so
    if (answer?.ok && answer.status === 200) show(await answer.text());
    timer = setTimeout(look, pause);
  }

  function show(html) {
    const isBusy = part.contains(document.activeElement) && document.activeElement !== part;
    if (html === last || isBusy) return;
    last = html;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    if (fresh.innerHTML.trim() === part.innerHTML.trim()) return;
    part.replaceChildren(fresh.content);
    part.dispatchEvent(new CustomEvent("enhance", { bubbles: true }));
  }
}
