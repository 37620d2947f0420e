"""A portal speaks of its own organisation: nothing of the company whose document a preset reproduces reaches a client."""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, g

from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.site import site_row
from portal.people.person import Organisation, Person
from portal.policy.contacts import missing
from portal.policy.editions import current_policy, note_edition
from portal.policy.loading import PRESETS, load, preset_names
from tests import own_contacts
from tests.browser import Browser
from tests.mailbox import Mailbox, text_of
from tests.policy.promising import answer_sets
from tests.post.story import delivered, opened

Browsers = Callable[..., Browser]
GUEST_PAGES = ("/", "/support", "/ask", "/sign-in", "/tickets", "/no-such-page", "/results?q=x")


def examples(value: Any) -> Iterator[str]:
    """Every name and address that a preset gives as its document's, however deep it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.startswith("example_"):
                yield from inner.values() if isinstance(inner, dict) else [inner]
            else:
                yield from examples(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from examples(inner)


def foreign() -> set[str]:
    files = [tomllib.loads(path.read_text("utf-8")) for path in PRESETS.glob("*.toml")]
    names = {text for file in files for text in examples(file)}
    return names | {"menteautonoma", "SGC-SAC-004"}


@pytest.fixture(params=preset_names())
def preset(request: pytest.FixtureRequest, characters: dict[str, Person]) -> str:
    """The site under each preset in turn, every organisation on its highest plan, so that emergencies count."""
    name = str(request.param)
    with writing():
        site_row().policy = name
        for each in db.session.query(Organisation):
            each.plan = load(name).plans[-1].key
    g.pop("site", None)
    with writing():
        note_edition(now())
    return name


def test_the_examples_are_found() -> None:
    assert {"Mente Autónoma", "Bizflow Tech", "BestComputer", "+56 9 1234 5678"} <= foreign()


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_page_of_a_fresh_portal_names_it(preset: str, browser: Browsers, language: str) -> None:
    guest, alice = browser(language=language), browser("alice", language)
    texts = [guest.client.get(path).text for path in GUEST_PAGES]
    texts += asked(alice, language)
    found = {name for text in texts for name in foreign() if name.casefold() in text.casefold()}
    assert found == set()


def asked(alice: Browser, language: str) -> list[str]:
    """Every page of the form at its worst, the confirmation and the ticket."""
    on, send = (
        ("Continue", "Send the request")
        if language == "en"
        else ("Continuar", "Enviar la solicitud")
    )
    line, more = (
        ("In one line", "Tell us more") if language == "en" else ("En una línea", "Cuéntenos más")
    )
    kind = next(each for each in current_policy().request_types if "severity" in each.asks)
    pages = [alice.visit("/ask").html]
    alice.choose(kind.title[language]).press(on)
    pages.append(alice.html)
    alice.fill(line, "Down").fill(more, "All of it.").press(on)
    while not _is_check(alice, send):
        answer_worst(alice)
        pages.append(alice.html)
        alice.press(on)
        pages.append(alice.html)
    alice.press(send)
    pages.append(alice.html)
    ref = re.search(r"T-[0-9A-Z]{5}", alice.html)
    assert ref is not None
    return [*pages, alice.visit(f"/tickets/{ref[0]}").html]


def _is_check(alice: Browser, send: str) -> bool:
    return any(send in button.get_text() for button in alice.page.find_all("button"))


def answer_worst(alice: Browser) -> None:
    """Where the page asks about impact: the answers that lead to the worst severity."""
    policy = current_policy()
    worst = next(
        given
        for given in answer_sets(policy)
        if policy.severity_of(given) == policy.severities[0].key
    )
    for question, answer in worst.items():
        for box in alice.page.find_all("input", {"name": re.compile(question), "value": answer}):
            alice._tick(box)


def test_no_letter_of_a_fresh_portal_names_it(
    preset: str, characters: dict[str, Person], mail_server: Mailbox
) -> None:
    policy = current_policy()
    opened(characters["alice"], severity=policy.severities[0].key, kind=policy.request_types[0].key)
    delivered(now())
    letters = [text_of(each) + str(each["From"]) for each in mail_server.letters]
    assert letters
    assert {n for each in letters for n in foreign() if n.casefold() in each.casefold()} == set()


def test_what_is_missing_is_said_to_the_lead_until_it_is_there(
    preset: str, browser: Browsers
) -> None:
    with writing():
        site_row().set_up_at = now()
    leo = browser("leo").visit("/desk/site").sees("Contact details are missing")
    assert bool(missing(current_policy()))
    own_contacts.fill_in()
    leo.visit("/desk/site").does_not_see("Contact details are missing")
    browser().visit("/support").sees(own_contacts.EMAIL)


def test_a_preview_shows_them_as_the_documents_own(
    app: Flask, browser: Browsers, preset: str
) -> None:
    leo = browser("leo").visit(f"/desk/site/policy/{preset}")
    if load(preset).example_organisation:
        leo.sees("from the source document")
    for name in examples(tomllib.loads(load(preset).text)):
        leo.sees(name)
