"""What was searched and read goes with a request as far as it belongs to it, announced, and can be taken out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.asking.belonging import LONGEST_WORDS, belonging
from portal.ground.db import db
from portal.ground.now import now
from portal.ground.tally import current_tally
from portal.search.logging import Deed
from portal.tickets.filing import TrailEntry, TrailKind
from tests.asking.test_asking_pages import begin, question, tell
from tests.browser import Browser

Browsers = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("characters")
AT = now()
MINUTE = timedelta(minutes=1)


def searched(words: str, before: float) -> Deed:
    return Deed(TrailKind.SEARCHED, AT - before * MINUTE, words)


@pytest.mark.parametrize(
    ("words", "before", "belongs"),
    [
        ("calls drop", 20, True),
        ("se cortan las llamadas", 20, True),
        ("dropped calls on wifi", 29, True),
        ("christmas party", 20, False),
        ("calls drop", 40, False),
        ("something else entirely", 3, True),  # the last before the form led to it
    ],
)
def test_what_is_recent_and_about_the_same_belongs(
    words: str, before: float, belongs: bool
) -> None:
    about = "Calls drop\nSe cortan las llamadas"
    assert bool(belonging([searched(words, before)], about, AT)) is belongs


def test_of_many_the_latest_five_belong() -> None:
    many = [searched(f"calls {number}", 20 - number) for number in range(15)]
    kept = belonging(many, "calls", AT)
    assert [each.words for each in kept] == [f"calls {number}" for number in range(10, 15)]


def trail() -> list[tuple[str, str]]:
    db.session.rollback()
    return [(each.kind, each.words) for each in db.session.scalars(select(TrailEntry))]


def searching(gina: Browser, *words: str) -> Browser:
    for each in words:
        gina.visit("/search?q=" + each.replace(" ", "+"))
        current_tally().flush()
    return gina


def test_what_goes_along_is_listed_and_can_be_taken_out(browser: Browsers) -> None:
    gina = searching(browser(), "password for ana", "my divorce papers", "new password")
    question(gina).sees("Also sent: what you searched for and read")
    gina.sees("You searched for “password for ana”", "You searched for “new password”")
    gina.does_not_see("divorce")
    gina.press("Remove: You searched for “password for ana”")
    gina.does_not_see("You searched for “password for ana”").sees("“new password”")
    gina.press("Send the request").sees("We’ve received your request")
    assert trail() == [("searched", "new password")]


def test_what_was_searched_after_the_list_was_read_does_not_go_unannounced(
    browser: Browsers,
) -> None:
    gina = question(searching(browser(), "new password"))
    token = gina.page.select("form#send input")
    sent = [(str(field["name"]), str(field["value"])) for field in token]
    url = gina.url
    searching(gina, "password of my boss")
    gina.client.post(url, data=_form(sent), headers=gina.headers | {"Origin": gina.origin})
    assert trail() == [("searched", "new password")]


def _form(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def test_a_pasted_log_is_told_in_few_words(browser: Browsers) -> None:
    log = "password error " + "line of a log " * 30
    gina = question(searching(browser(), log))
    gina.press("Send the request")
    [(_kind, words)] = trail()
    assert len(words) <= LONGEST_WORDS + 2


def test_without_searches_nothing_is_listed(browser: Browsers) -> None:
    question(browser()).does_not_see("Also sent")


def test_signed_in_the_list_is_the_same(browser: Browsers) -> None:
    alice = searching(browser("alice"), "calls drop")
    tell(begin(alice, "Something to be done for you"), "Calls drop", "Always.")
    alice.visit(alice.url.rsplit("/", 1)[0] + "/check").sees("You searched for “calls drop”")
