// The one entry: finds what a page asks for in data-enhance="…" and loads only those behaviours.

const behaviours = {
  "attach": () => import("./attach.js"),
  "autosave": () => import("./autosave.js"),
  "brand": () => import("./brand.js"),
  "combobox": () => import("./combobox.js"),
  "copy-code": () => import("./copy-code.js"),
  "error-focus": () => import("./error-focus.js"),
  "live": () => import("./live.js"),
  "menu": () => import("./menu.js"),
  "own-questions": () => import("./own-questions.js"),
  "preview": () => import("./preview.js"),
  "scrollers": () => import("./scrollers.js"),
  "shortcuts": () => import("./shortcuts.js"),
  "step-list": () => import("./step-list.js"),
  "suggest": () => import("./suggest.js"),
  "toc": () => import("./toc.js"),
  "unfold": () => import("./unfold.js"),
  "unsent": () => import("./unsent.js"),
  "zone": () => import("./zone.js"),
  "zoom": () => import("./zoom.js"),
};

const enhanced = new WeakMap();

export let enhancing = Promise.resolve(); // until every behaviour asked for so far is at work

function enhance(root) {
  const inside = root.querySelectorAll("[data-enhance]");
  for (const element of root.matches?.("[data-enhance]") ? [root, ...inside] : inside) {
    const done = enhanced.get(element) ?? new Set();
    enhanced.set(element, done);
    for (const name of element.dataset.enhance.split(/\s+/)) {
      if (done.has(name) || !behaviours[name]) continue;
      done.add(name);
      const working = behaviours[name]().then((module) => module.default(element));
      enhancing = Promise.all([enhancing, working]);
    }
  }
}

// A behaviour that adds to the page says so with this event, so that what it added works too.
document.addEventListener("enhance", (event) => enhance(event.target));
enhance(document);
