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

# A hint within a field that is longer than the field.
_CUT_HINT = """() => [...document.querySelectorAll("input[placeholder]")].filter((e) => {
  if (!e.clientWidth) return false;
  const style = getComputedStyle(e);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  return pen.measureText(e.placeholder).width > e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
}).map((e) => e.placeholder)"""

# What follows a box of its own colour stands off from it (a list's rows and a choice's answers lie close).
_CROWDED = """() => [...document.querySelectorAll("main :is(div, section, nav, details, aside)")].filter((e) => {
  const style = getComputedStyle(e), next = e.nextElementSibling;
  if (!next || parseFloat(style.borderRadius) < 8 || style.backgroundColor === "rgba(0, 0, 0, 0)") return false;
  const [box, below] = [e.getBoundingClientRect(), next.getBoundingClientRect()];
  if (!box.height || !below.height || e.closest(".choices, .visually-hidden") || getComputedStyle(next).position === "absolute") return false;
  return below.left < box.right && Math.abs(below.top - box.bottom) < 4;
}).slice(0, 3).map((e) => e.tagName.toLowerCase() + "." + e.getAttribute("class"))"""

# A page asks for one thing above all others: only one button says so.
_PRIMARY = """() => [...document.querySelectorAll("main .button--primary, aside .button--primary")]
  .filter((e) => e.checkVisibility()).map((e) => e.textContent.trim())"""

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
    """Boxes that hide a part of their text, fields that hide a part of their hint."""
    return [f"text cut off: {one}" for one in page.evaluate(_CUT_OFF) + page.evaluate(_CUT_HINT)]


def crowded(page: Page) -> list[str]:
    """Boxes that what follows them touches."""
    return [f"touched by what follows it: {one}" for one in page.evaluate(_CROWDED)]


def competing(page: Page) -> list[str]:
    """Primary buttons, where there is more than one."""
    buttons = page.evaluate(_PRIMARY)
    return [f"more than one primary button: {', '.join(buttons)}"] if len(buttons) > 1 else []


def accessibility(page: Page) -> list[str]:
    """What axe finds, contrast and target size among it."""
    page.evaluate(AXE.read_text("utf-8"))
    return [str(one) for one in page.evaluate(_RUN_AXE, _TAGS)]
