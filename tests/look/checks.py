"""What a script can see on a page: overflow, cut-off text, poor contrast, small targets, errors in the console."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[1] / "vendor/axe-core@4.14.1/axe.min.js"
NARROWEST = 320  # px: WCAG 2.2, 1.4.10 (reflow)

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".visually-hidden, pre, table, dialog"))
    .slice(0, 3).map((e) => e.tagName.toLowerCase() + "." + e.getAttribute("class"));
}"""

# Text whose box hides part of it, where nothing says so (an ellipsis) and nothing lets one scroll to it.
_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((e) => {
  if (e.closest(".visually-hidden, svg, [hidden], dialog:not([open]), :is(.sheet, .table, .ledger__table) thead, .header__logo") || !e.textContent.trim()) return false;
  const style = getComputedStyle(e);
  const hides = (axis) => ["hidden", "clip"].includes(style["overflow" + axis]);
  if (style.textOverflow === "ellipsis" || style.display === "inline" || !e.clientWidth) return false;
  return (hides("X") && e.scrollWidth > e.clientWidth + 1) || (hides("Y") && e.scrollHeight > e.clientHeight + 1);
}).slice(0, 3).map((e) => e.tagName.toLowerCase() + "." + e.getAttribute("class"))"""

_RUN_AXE = """async (tags) => {
  const isCovered = Boolean(document.querySelector(".menu[open]")); // what lies under an open menu is not a target now
  const found = await axe.run(document, { runOnly: tags, rules: { "target-size": { enabled: !isCovered } } });
  return found.violations.flatMap((v) => v.nodes.slice(0, 3).map((n) => {
    const facts = n.any[0]?.data;
    const contrast = facts?.contrastRatio ? ` (${facts.contrastRatio}: ${facts.fgColor} on ${facts.bgColor})` : "";
    return `${v.id}: ${n.target.join(" ")}${contrast}`;
  }));
}"""


def overflow(page: Page) -> list[str]:
    """What makes the page wider than the narrowest screen; the width is put back afterwards."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
    found = [f"wider than {NARROWEST} px: {one}" for one in page.evaluate(_TOO_WIDE)]
    page.set_viewport_size(size)
    return found


def cut_off(page: Page) -> list[str]:
    """Boxes that hide a part of their text."""
    return [f"text cut off: {one}" for one in page.evaluate(_CUT_OFF)]


def accessibility(page: Page) -> list[str]:
    """What axe finds, contrast and target size among it."""
    page.evaluate(AXE.read_text("utf-8"))
    return [str(one) for one in page.evaluate(_RUN_AXE, _TAGS)]
