// Marks in the table of contents where the reader is.

export default function toc(nav) {
  const links = new Map();
  for (const link of nav.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const seen = new IntersectionObserver(
    (entries) => {
      const top = entries.find((entry) => entry.isIntersecting);
      if (!top) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(top.target).setAttribute("aria-current", "location");
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const heading of links.keys()) seen.observe(heading);
}
