"""Walks pages in a browser: one picture and one list of findings for each page, language, theme and width."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as Tab

from tests.look import checks
from tests.look.pages import GALLERY, Page
from tests.look.standing import Scene
from tests.look.states import REFUSED, STATES

LANGUAGES = ("es", "en")
THEMES = ("light", "dark")
WIDTHS = (375, 1440)

BOTH = {
    "es": {"words": "sin audio", "usual": "llamadas", "typo": "contrasenia olvidda", "wrong": "micrófno", "foreign": "%22no audio%22", "topic": "llamadas", "article": "sin-audio-en-las-llamadas", "policy": "severidades-y-tiempos", "pictures": "requisitos-de-red", "video": "recorrido-por-la-consola"},
    "en": {"words": "no audio", "usual": "calls", "typo": "forgoten pasword", "wrong": "pasword", "foreign": "%22sin audio%22", "topic": "calls", "article": "no-audio-in-calls", "policy": "severities-and-times", "pictures": "network-requirements", "video": "console-tour"},
}  # fmt: skip
"""Places that have another name in each language."""

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# A picture of the whole page shows also what a reader would only load on scrolling down;
# what stays at the foot of the window stands where it ends up, not across the middle.
_MAKE_READY = """async () => {
  document.querySelectorAll(".actions--stay").forEach((e) => { e.style.position = "static"; });
  const late = [...document.querySelectorAll("img[loading=lazy]")];
  await Promise.all(late.map((e) => { e.loading = "eager"; return e.decode().catch(() => {}); }));
}"""


@dataclass
class Shot:
    """One page as one reader sees it: its picture (a file name) and what the checks found."""

    page: Page
    language: str
    theme: str
    width: int
    findings: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        return f"{self.page.name}-{self.language}-{self.theme}-{self.width}.png"


ALL = tuple(product(LANGUAGES, THEMES, WIDTHS))
QUICK = (("es", "light", 1440), ("en", "dark", 375))


def walk(
    scene: Scene, pages: Iterable[Page], out: Path, ways: Iterable[tuple[str, str, int]] = ALL
) -> Iterator[Shot]:
    """Look at each page in each of these ways (language, theme, width); pictures go into `out`."""
    pages = list(pages)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for who in dict.fromkeys(page.who for page in pages):
            own = [page for page in pages if page.who == who]
            for language, theme, width in ways:
                scene.speak(language)
                context = _context(browser, scene, who, language, theme, width)
                for page in own:
                    yield _look(context, scene, Shot(page, language, theme, width), out)
                context.close()
        browser.close()


def _context(
    browser: Browser, scene: Scene, who: str, language: str, theme: str, width: int
) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        locale=language,
        reduced_motion="reduce",
    )
    values = {"language": language, **scene.cookies.get(who, {})}
    context.add_cookies(
        [{"name": name, "value": value, "url": scene.base_url} for name, value in values.items()]
    )
    return context


def _look(context: BrowserContext, scene: Scene, shot: Shot, out: Path) -> Shot:
    tab = context.new_page()
    tab.set_default_timeout(60_000)  # ms: the machine may be busy with other things
    expects_refusal = shot.page.status >= 400 or shot.page.state in REFUSED
    tab.on(
        "console",
        lambda message: (
            shot.findings.append(f"console: {message.text}")
            if message.type in {"error", "warning"}
            and not (expects_refusal and "status of 4" in message.text)
            else None
        ),
    )
    tab.on("pageerror", lambda error: shot.findings.append(f"script: {error}"))
    path = shot.page.path.format(
        **{**scene.places, **BOTH[shot.language], "language": shot.language}
    )
    answer = tab.goto(scene.base_url + path, wait_until="load")
    if answer is None or answer.status != shot.page.status:
        shot.findings.append(f"status {answer.status if answer else None}, not {shot.page.status}")
    enhanced(tab)
    try:
        STATES[shot.page.state](tab)
    except PlaywrightError as error:
        shot.findings.append(f"state {shot.page.state}: {error.message.splitlines()[0]}")
    if tab.locator("[data-preview]").count():
        tab.wait_for_load_state("networkidle")  # what the server lays out comes later
    tab.evaluate(_MAKE_READY)
    tab.screenshot(path=out / shot.file, full_page=True)
    shot.findings += _check(tab, shot)
    tab.close()
    return shot


def enhanced(tab: Tab) -> None:
    """Come back when every script the page asked for is at work, however long the machine takes."""
    tab.evaluate(
        """() => {
          const entry = document.querySelector("script[type=module][src]");
          return entry && import(entry.src).then((app) => app.enhancing).then(() => null);
        }"""
    )


def _check(tab: Tab, shot: Shot) -> list[str]:
    """Each check where it can see something new: the slow ones not in all eight pictures of a page."""
    found = checks.cut_off(tab) + checks.crowded(tab)
    if shot.page not in GALLERY:
        found += checks.competing(tab)
    if shot.language == LANGUAGES[0]:
        found += checks.accessibility(tab)
    if shot.width == min(WIDTHS) and shot.theme == THEMES[0]:
        found += checks.overflow(tab)
    return found
