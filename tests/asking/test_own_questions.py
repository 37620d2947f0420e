"""The policy's own questions: asked where they belong, needed where they say so, kept, checked, shown on the ticket."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, g
from sqlalchemy import select

from portal.asking.draft import Draft
from portal.asking.own_questions import Fault, asked, fault_of, faulty, is_required
from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.policy.loading import parse
from portal.policy.policy import Policy
from portal.tickets.filing import Answer
from portal.tickets.ticket import Ticket
from tests.browser import Browser

Browsers = Callable[..., Browser]
SMALL = Path(__file__).parent.parent / "policy" / "small.toml"
QUESTIONS = """
[[question]]
key = "asset"
group = "what"
kind = "line"
label = {es = "Número de equipo", en = "Asset number"}
help = {es = "Está en la etiqueta.", en = "It stands on the label."}
example = {es = "AB-1234", en = "AB-1234"}
pattern = "[A-Z]{2}-[0-9]{4}"
required = true
request_types = ["incident"]

[[question]]
key = "moved"
group = "what"
kind = "yes-no"
label = {es = "¿Lo movieron?", en = "Was it moved?"}
request_types = ["incident"]

[[question]]
key = "moved-on"
group = "what"
kind = "date"
label = {es = "¿Qué día?", en = "On which day?"}
shown_when = {moved = ["yes"]}
required_when = {moved = ["yes"]}
request_types = ["incident"]

[[question]]
key = "seats"
group = "what"
kind = "number"
label = {es = "¿Cuántos puestos?", en = "How many seats?"}

[[question]]
key = "backup"
group = "severity"
kind = "choice"
label = {es = "¿Hay respaldo?", en = "Is there a backup?"}
shown_when = {severity = ["critical"]}
required = true

  [[question.answer]]
  key = "fresh"
  title = {es = "De ayer", en = "Of yesterday"}

  [[question.answer]]
  key = "none"
  title = {es = "Ninguno", en = "None"}
"""


def with_questions() -> str:
    """The small policy in both languages, with questions of its own."""
    text = SMALL.read_text().replace('languages = ["en"]', 'languages = ["en", "es"]')
    words = ("en = ", "es = ")
    lines = [
        line.replace("}", f", {words[1]}{line.split(words[0])[1].rstrip('}')}}}")
        if "{en = " in line
        else line
        for line in text.split("\n")
    ]
    head, mark, rest = "\n".join(lines).partition("[closing]")
    return head + QUESTIONS + mark + rest


@pytest.fixture
def policy() -> Policy:
    return parse(with_questions(), "test")


@pytest.fixture
def in_use(app: Flask, characters: object, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(with_questions())
    with writing():
        site_row().policy = str(path)
    g.pop("site", None)


def begin(browser: Browser, kind: str = "Incident") -> Browser:
    browser.visit("/ask").choose(kind).press("Continue")
    return browser.fill("In one line", "Down").fill("Tell us more", "All of it.")


def answers() -> dict[str, str]:
    db.session.rollback()
    return {row.question: row.text for row in db.session.scalars(select(Answer))}


def test_conditions_say_which_are_asked_and_needed(policy: Policy) -> None:
    given = {"kind": "incident"}
    assert [each.key for each in asked(policy, given)] == ["asset", "moved", "seats"]
    given |= {"policy.moved": "yes", "impact.working": "no"}
    assert [each.key for each in asked(policy, given, "what")] == [
        "asset",
        "moved",
        "moved-on",
        "seats",
    ]
    assert [each.key for each in asked(policy, given, "severity")] == ["backup"]
    day = next(each for each in policy.questions if each.key == "moved-on")
    assert is_required(day, policy, given)
    assert not is_required(day, policy, given | {"policy.moved": "no"})
    assert [each.key for each in asked(policy, {"kind": "question", "policy.moved": "yes"})] == [
        "seats"
    ]
    assert [each.key for each in faulty(policy, given, ["what"])] == ["asset", "moved-on"]


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("asset", "AB-1234", None),
        ("asset", "AB-12345", Fault.OTHER_SHAPE),
        ("asset", "", Fault.MISSING),
        ("seats", "12", None),
        ("seats", "3,5", None),
        ("seats", "a dozen", Fault.NO_NUMBER),
        ("moved", "yes", None),
        ("moved", "perhaps", Fault.NO_CHOICE),
        ("moved-on", "2026-02-28", None),
        ("moved-on", "2026-02-30", Fault.NO_DATE),
        ("moved-on", "yesterday", Fault.NO_DATE),
        ("moved-on", "2026-W05-1", Fault.NO_DATE),
        ("backup", "fresh", None),
        ("backup", "old", Fault.NO_CHOICE),
    ],
)
def test_each_kind_knows_a_right_answer(
    policy: Policy, key: str, text: str, fault: Fault | None
) -> None:
    question = next(each for each in policy.questions if each.key == key)
    assert fault_of(question, text, required=True) is fault


@pytest.mark.usefixtures("in_use")
def test_from_the_first_question_to_the_ticket(browser: Browsers) -> None:
    alice = begin(browser("alice")).sees(
        "Asset number", "It stands on the label.", "For example: AB-1234"
    )
    alice.does_not_see("On which day?", "Is there a backup?")
    alice.fill("Asset number", "1234").choose("Yes", within="Was it moved?")
    alice.press("Continue", status=422).sees("“Asset number”: write it like AB-1234.")
    assert alice.value("Asset number") == "1234"
    assert alice.page.find("input", checked=True, attrs={"value": "yes"})
    alice.fill("Asset number", "AB-1234").fill("How many seats?", "12").press("Continue")
    alice.sees("Your answer leads to one more question.", "On which day?")
    assert alice.value("Asset number") == "AB-1234"
    alice.press("Continue", status=422).sees("Answer “On which day?”.")
    alice.fill("On which day?", "2026-02-28").press("Continue")
    assert alice.heading() == "How much does it affect your work?"
    alice.choose("No").press("Continue").sees("Is there a backup?")
    alice.choose("None").press("Continue")
    assert alice.heading() == "Check your request"
    alice.sees(
        "Asset number", "AB-1234", "Was it moved?", "28 February 2026", "None", "Is there a backup?"
    )
    alice.press("Send the request").follow("Open your ticket")
    kept = answers()
    assert kept["policy.asset"] == "AB-1234"
    assert (kept["policy.moved-on"], kept["policy.backup"]) == ("2026-02-28", "none")
    alice.sees("Asset number", "AB-1234", "On which day?", "28 February 2026", "Is there a backup?")
    ref = db.session.query(Ticket).one().ref
    browser("mara").visit(f"/tickets/{ref}").sees(
        "Número de equipo", "28 de febrero de 2026", "Ninguno"
    )


@pytest.mark.usefixtures("in_use")
def test_a_needed_answer_is_named_before_sending(browser: Browsers) -> None:
    alice = begin(browser("alice")).fill("How many seats?", "lots").press("Continue", status=422)
    key = db.session.query(Draft).one().key
    alice.visit(f"/ask/{key}/check").sees(
        "Before you can send it", "Asset number", "How many seats?"
    )
    alice.does_not_see("Send the request").follow("Asset number")
    assert alice.value("How many seats?") == "lots", "what was typed is kept, good or not"


@pytest.mark.usefixtures("in_use")
def test_what_a_later_answer_makes_idle_is_not_sent(browser: Browsers) -> None:
    alice = begin(browser("alice")).fill("Asset number", "AB-1234")
    alice.choose("Yes", within="Was it moved?").press("Continue")
    alice.fill("On which day?", "nonsense").choose("No", within="Was it moved?").press("Continue")
    alice.choose("Yes").press("Continue").does_not_see("On which day?", "nonsense")
    alice.press("Send the request")
    assert not {"policy.moved-on", "policy.backup"} & set(answers())


@pytest.mark.usefixtures("in_use")
def test_another_kind_of_request_is_asked_its_own(browser: Browsers) -> None:
    guest = begin(browser(language="en"), "Question").sees("How many seats?")
    guest.does_not_see("Asset number")
    spanish = browser(language="es").visit("/ask").choose("Question").press("Continuar")
    spanish.sees("¿Cuántos puestos?")


@pytest.mark.usefixtures("in_use")
def test_what_is_being_typed_is_saved_before_anything_is_pressed(browser: Browsers) -> None:
    alice = begin(browser("alice"))
    key = db.session.query(Draft).one().key
    token = alice.page.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    typed = {
        "csrf_token": token["value"],
        "question": "what",
        "asked": "asset",
        "policy-asset": "AB",
    }
    assert alice.client.post(f"/ask/{key}/answers", data=typed).status_code == 204
    assert alice.visit(f"/ask/{key}/what").value("Asset number") == "AB"


def waiting(browser: Browser) -> dict[str, Tag]:
    """The questions that the page holds out of sight, by what they ask."""
    page = BeautifulSoup(browser.html, "html.parser")
    places = page.select("fieldset[hidden][disabled][data-question]")
    return {str(place["data-question"]): place for place in places}


@pytest.mark.usefixtures("in_use")
def test_what_an_answer_of_the_page_brings_waits_on_it_with_its_conditions(
    browser: Browsers,
) -> None:
    alice = begin(browser("alice"))
    assert list(waiting(alice)) == ["On which day?"], "what only another page decides is not there"
    day = waiting(alice)["On which day?"]
    assert json.loads(str(day["data-shown-when"])) == {"policy-moved": ["yes"]}
    assert json.loads(str(day["data-required-when"])) == {"policy-moved": ["yes"]}
    alice.fill("Asset number", "AB-1234").choose("Yes", within="Was it moved?").press("Continue")
    assert not waiting(alice)
    alice.sees("Only if your answer to “Was it moved?” is: Yes.")
    alice.fill("On which day?", "2026-02-28").press("Continue")
    assert list(waiting(alice)) == ["Is there a backup?"]
    teller = alice.page.find(attrs={"data-severities": True})
    assert teller is not None
    severities = json.loads(str(teller["data-severities"]))
    assert severities["asked"] == ["impact-working"]
    assert [{"impact-working": ["no"]}, "critical"] in severities["rows"]


@pytest.mark.usefixtures("in_use")
def test_an_answer_out_of_sight_is_kept_and_never_judged(browser: Browsers) -> None:
    alice = begin(browser("alice")).fill("Asset number", "AB-1234")
    alice.choose("Yes", within="Was it moved?").press("Continue")
    alice.fill("On which day?", "x" * 2_000).choose("No", within="Was it moved?").press("Continue")
    assert alice.heading() == "How much does it affect your work?"
    draft = db.session.query(Draft).one()
    alice.visit(f"/ask/{draft.key}/what").press("Continue")
    assert alice.heading() == "How much does it affect your work?"
    db.session.rollback()
    assert db.session.query(Draft).one().answers["policy.moved-on"] == "x" * 2_000
    alice.visit(f"/ask/{draft.key}/what").choose("Yes", within="Was it moved?").press("Continue")
    assert alice.value("On which day?") == "x" * 2_000


def test_an_answer_that_is_no_longer_asked_makes_nothing_needed() -> None:
    chained = parse(
        with_questions().replace(
            "[closing]",
            """[[question]]
key = "driver"
group = "what"
kind = "yes-no"
label = {es = "¿Con chofer?", en = "With a driver?"}
shown_when = {moved = ["yes"]}

[[question]]
key = "name"
group = "what"
kind = "line"
label = {es = "¿Quién?", en = "Who?"}
required_when = {driver = ["yes"]}

[closing]""",
            1,
        ),
        "test",
    )
    name = next(each for each in chained.questions if each.key == "name")
    given = {"kind": "incident", "policy.moved": "yes", "policy.driver": "yes"}
    assert is_required(name, chained, given)
    assert not is_required(name, chained, given | {"policy.moved": "no"})
