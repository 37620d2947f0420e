"""A person at a real Chromium: every page they come to is looked at by axe, and nothing may complain in the console."""

import re
import time
from email.message import EmailMessage
from urllib.parse import urljoin

from babel.support import Translations
from playwright.sync_api import BrowserContext, Locator, expect

from portal.ground.settings import PROJECT
from tests.look import checks
from tests.look.walk import enhanced
from tests.mailbox import Mailbox, link_in, text_of

FIELDS = "input, textarea, select"
LONG_ENOUGH = 60  # seconds: for what takes a moment where the machine has nothing else to do


def spanish(text: str, **values: object) -> str:
    """What the portal says for this English text to a reader of Spanish."""
    catalogue = Translations.load(PROJECT / "translations", ["es"])
    return catalogue.gettext(text) % values if values else catalogue.gettext(text)


class Visitor:
    """One person: `visit`, `follow`, `press`, `fill`, `choose`, `sees`. Texts are English; a reader of Spanish sees Spanish."""

    def __init__(
        self, context: BrowserContext, home: str, language: str = "en", has_scripts: bool = True
    ) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(LONG_ENOUGH * 1000)
        self.home, self.language, self.has_scripts = home, language, has_scripts
        self.looked_at: set[str] = set()
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda said: self._note(said.text) if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, complaint: str) -> None:
        if (
            "status of 422" not in complaint
        ):  # a form that is shown again says so to the browser too
            self.complaints.append(f"{self.page.url}: {complaint}")

    def say(self, text: str, **values: object) -> str:
        """The text as this reader sees it."""
        return spanish(text, **values) if self.language == "es" else text

    # -- going places ---------------------------------------------------------------------------

    def visit(self, path: str) -> "Visitor":
        """Type an address."""
        self.page.goto(urljoin(self.home, path))
        return self.look()

    def follow(self, words: str) -> "Visitor":
        """Click the link with these words."""
        return self._go(self.page.get_by_role("link", name=self.say(words)).first)

    def press(self, words: str) -> "Visitor":
        """Press the button with these words, and wait for the page that comes."""
        return self._go(self.page.get_by_role("button", name=self.say(words), exact=True).first)

    def enter(self) -> "Visitor":
        """Press Enter where one is, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.look()

    def _go(self, target: Locator) -> "Visitor":
        with self.page.expect_navigation():
            target.click()
        return self.look()

    # -- doing ----------------------------------------------------------------------------------

    def field(self, label: str) -> Locator:
        """The field with this label."""
        return self.page.get_by_label(self.say(label)).and_(self.page.locator(FIELDS)).first

    def fill(self, label: str, text: str) -> "Visitor":
        self.field(label).fill(text)
        return self

    def choose(self, label: str, within: str = "") -> "Visitor":
        """Tick what has this label (policy's words are given in the reader's language)."""
        place = self.page.get_by_role("group", name=within) if within else self.page
        words = re.compile(rf"^\s*{re.escape(self.say(label))}\s*$")
        place.locator("label").filter(has_text=words).click()
        return self

    # -- seeing ---------------------------------------------------------------------------------

    def sees(self, *texts: str) -> "Visitor":
        for text in texts:
            body = expect(self.page.locator("body"))
            body.to_contain_text(self.say(text), timeout=LONG_ENOUGH * 1000)
        return self

    def look(self) -> "Visitor":
        """Let axe (a script) look at the page that came: each kind of page once, as it stands."""
        if not self.has_scripts:
            return self
        enhanced(self.page)
        path = re.sub(r"T-[2-9A-Z]{5}|/[\w-]{16,}|[?#].*", "…", self.page.url)
        kind = f"{path} with {self.page.locator('form').count()} forms"
        if kind not in self.looked_at:
            self.looked_at.add(kind)
            self.page.wait_for_load_state()
            self.complaints += [
                f"{self.page.url}: {one}" for one in checks.accessibility(self.page)
            ]
        return self

    def is_content(self) -> None:
        """Nothing complained on any page."""
        assert not self.complaints, "\n".join(self.complaints)

    # -- by keyboard ----------------------------------------------------------------------------

    def tab_to(self, words: str, most: int = 90) -> "Visitor":
        """Press Tab until the focus is on what has this name."""
        wanted = self.say(words)
        for _press in range(most):
            self.page.keyboard.press("Tab")
            name = str(self.page.evaluate(_NAME_OF_FOCUS))
            if name.startswith(wanted):
                assert self.page.evaluate(_IS_SEEN), f"the focus on {wanted!r} cannot be seen"
                return self
        raise AssertionError(f"Tab does not come to {wanted!r} on {self.page.url}")

    def pick(self, first: str, label: str) -> "Visitor":
        """Tab into the group of answers whose first is `first`, and go down to the one with this label."""
        self.tab_to(first)
        self.page.keyboard.press("Space")
        for _press in range(10):
            if str(self.page.evaluate(_NAME_OF_FOCUS)).startswith(label):
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows do not come to {label!r}")

    def type(self, text: str) -> "Visitor":
        self.page.keyboard.type(text)
        return self


_NAME_OF_FOCUS = """() => {
  const e = document.activeElement;
  return (e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || "").trim();
}"""

_IS_SEEN = """() => {
  const e = document.activeElement, box = (e.labels?.[0] ?? e).getBoundingClientRect();
  const style = getComputedStyle(e);
  const isMarked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && isMarked;
}"""


def letter_to(mail_server: Mailbox, address: str, after: int = 0) -> EmailMessage:
    """The next letter to this address beyond the first `after`, once it is there."""
    deadline = time.monotonic() + LONG_ENOUGH
    while len(mail_server.to(address)) <= after:
        assert time.monotonic() < deadline, f"no letter {after + 1} to {address}"
        time.sleep(0.1)
    return mail_server.to(address)[after]


def sign_in(visitor: Visitor, mail_server: Mailbox, address: str, by_code: bool = False) -> Visitor:
    """Come in by a letter, as everybody does."""
    before = len(mail_server.to(address))
    visitor.visit("/sign-in").fill("Email address", address).enter()
    letter = letter_to(mail_server, address, before)
    if by_code:
        code = re.search(r"\b\d{6}\b", text_of(letter))
        assert code
        visitor.fill("Code", code[0]).enter()
    else:
        visitor.visit(link_in(letter, "/sign-in/")).press("Sign in")
    return visitor
