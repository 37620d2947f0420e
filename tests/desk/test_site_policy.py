"""Choosing the policy: seen before it is saved, its mistakes told, and whoever does not fit it named."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g

from portal.desk.policies import glances
from portal.ground.db import db, writing
from portal.ground.language import force_locale
from portal.ground.site import read_site, site_row
from portal.people.organising import person_by_address
from portal.people.person import Organisation
from portal.policy.editions import Period, current_policy
from portal.policy.loading import load, preset_names
from portal.tickets.ticket import Ticket
from tests.browser import Browser
from tests.characters import people
from tests.people import house

SMALL = Path(__file__).parent.parent / "policy" / "small.toml"


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


@pytest.fixture
def leo(app: Flask) -> Browser:
    people()
    return house.sign_in(Browser(app), "leo@portal.example")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(SMALL.read_text())
    return path


def policy_now() -> str:
    db.session.rollback()
    g.pop("site", None)
    return read_site().policy


def test_each_policy_is_seen_before_it_is_chosen(leo: Browser) -> None:
    leo.visit("/desk/site/policy").sees("first response 30 min", "no times promised")
    leo.follow("Preview : Technical support contract")
    leo.sees("Nothing is saved yet", "What we promise", "5 to 15 min", "How we set priority")
    assert policy_now() == "sgc-sac-004"
    leo.press("Use this policy")
    assert policy_now() == "poliza"
    assert leo.client.get("/desk/site/policy/no-such").status_code == 404


def test_the_choice_is_shown_first_and_nothing_is_saved(leo: Browser, own: Path) -> None:
    leo.visit("/desk/site/policy").choose("A file on the server").fill(
        "Path on the server", str(own)
    )
    leo.press("Preview").sees("What it would mean: Small", "Nothing works.", "30 min")
    assert leo.value("Path on the server") == str(own)
    assert policy_now() == "sgc-sac-004"
    leo.press("Save")
    assert policy_now() == str(own)
    assert leo.visit("/desk/site").sees("Small")
    leo.visit("/support").sees("Small", "In force since")


def test_what_is_wrong_in_a_file_is_told_by_line_key_and_remedy(leo: Browser, own: Path) -> None:
    own.write_text(own.read_text().replace('severity = "important"', 'severity = "grave"', 1))
    line = next(n for n, text in enumerate(own.read_text().split("\n"), 1) if '"grave"' in text)
    for button in ("Preview", "Save"):
        leo.visit("/desk/site/policy").choose("A file on the server").fill(
            "Path on the server", str(own)
        )
        leo.press(button, status=422).sees(
            "This file can’t be used yet", f"Line {line}", "decision.2.severity"
        )
        leo.sees("grave", "How to fix it:", "critical")
        assert leo.value("Path on the server") == str(own)
    assert policy_now() == "sgc-sac-004"


def test_what_is_wrong_is_told_in_the_language_of_the_page(leo: Browser, own: Path) -> None:
    own.write_text(own.read_text().replace('resolution = "4 h"', 'resolution = "4 horas"', 1))
    with writing():
        reader = person_by_address("leo@portal.example")
        assert reader is not None
        reader.language = "es"
    leo.visit("/desk/site/policy").choose("Un archivo en el servidor").fill(
        "Ruta en el servidor", str(own)
    )
    leo.press("Guardar", status=422)
    leo.sees("«4 horas» no es una cantidad de tiempo.", "Cómo corregirlo: Escriba un número y")
    leo.does_not_see("How to fix it", "amount of time")


def test_days_of_open_hours_are_pointed_out_before_they_are_promised(
    leo: Browser, own: Path
) -> None:
    own.write_text(own.read_text().replace('hours = "24x7"', 'week = {mon = ["09:00-18:30"]}'))
    line = next(n for n, text in enumerate(own.read_text().split("\n"), 1) if '"1 day"' in text)
    leo.visit("/desk/site/policy").choose("A file on the server").fill(
        "Path on the server", str(own)
    )
    leo.press("Preview").sees("Is this what you mean?", f"Line {line}", "target.1.resolution")
    leo.sees("'1 day' means 24 h of opening hours, and 'always' is open 9 h 30 min a week.")
    leo.press("Save").sees("Saved.").does_not_see("Is this what you mean?")


def test_a_file_that_is_not_there_and_none_at_all(leo: Browser, tmp_path: Path) -> None:
    leo.visit("/desk/site/policy").choose("A file on the server").press("Save", status=422)
    leo.sees("Enter the path of the file on the server")
    leo.fill("Path on the server", str(tmp_path / "none.toml")).press("Save", status=422)
    leo.sees("The whole file", "This file doesn’t exist")


def test_whoever_does_not_fit_is_named_before_and_after_and_helped_meanwhile(
    app: Flask, leo: Browser
) -> None:
    with writing():
        vera = person_by_address("vera@portal.example")
        assert vera is not None
        vera.tier = "level-9"
    leo.visit("/desk/site/policy/poliza").sees(
        "Not everything fits", "Clínica Los Aromos", "(standard)"
    )
    leo.press("Use this policy")
    assert leo.url == "/desk/site/policy"
    leo.sees(
        "Saved.", "helped as on “Support contract”", "Ferretería Ñuñoa", "Vera Soto", "(level-9)"
    )
    leo.visit("/desk/site").sees("Not everything fits").follow("Clínica Los Aromos")
    assert leo.heading() == "Clínica Los Aromos"
    alice = house.sign_in(Browser(app), "alice@aromos.example")
    alice.visit("/ask").choose("Guidance").press("Continue")
    alice.fill("In one line", "A printer").fill("Tell us more", "How?").press("Continue")
    while alice.heading() != "Check your request":
        alice.press("Continue")
    alice.press("Send the request")
    assert db.session.query(Ticket).one().plan == current_policy().default_plan
    with writing():
        for each in db.session.query(Organisation):
            each.plan = current_policy().default_plan
        vera = person_by_address("vera@portal.example")
        assert vera is not None
        vera.tier = None
    leo.visit("/desk/site").does_not_see("Not everything fits")


def test_a_file_broken_since_does_not_keep_the_lead_out(leo: Browser, own: Path) -> None:
    with writing():
        site_row().policy = str(own)
    own.write_text("name = 1\n")
    leo.visit("/desk/site").sees("The policy file cannot be used", str(own))
    leo.visit("/desk/site/policy").sees("How to fix it:").choose("Technical support by severity")
    leo.press("Save").sees("Saved.")
    assert policy_now() == "sgc-sac-004"


def test_a_change_is_noted_with_its_moment(leo: Browser) -> None:
    leo.visit("/desk/site/policy").choose("Technical support contract").press("Save")
    leo.visit("/desk/site/policy").press("Save")
    db.session.rollback()
    (period,) = db.session.query(Period)
    assert period.sha256 == current_policy().edition


def test_what_the_environment_decides_is_shown_and_not_asked() -> None:
    for app in house.running(policy="planes"):
        people()
        leo = house.sign_in(Browser(app), "leo@portal.example")
        leo.visit("/desk/site/policy").sees("POLICY", "planes", "The environment sets this")
        assert "Path on the server" not in leo.html
        leo.visit("/desk/site/policy/poliza").does_not_see("Use this policy")


def test_only_leads_see_a_preview(app: Flask, leo: Browser) -> None:
    vera = house.sign_in(Browser(app), "vera@portal.example")
    assert vera.client.get("/desk/site/policy/poliza").status_code == 404
    assert Browser(app).client.get("/desk/site/policy/poliza").status_code == 302


def uploaded(leo: Browser, text: str, button: str = "Save", status: int = 200) -> Browser:
    leo.visit("/desk/site/policy").choose("Your own file")
    leo.attach("Your policy file", ("andes.toml", text.encode()))
    return leo.press(button, status=status)


def test_an_own_file_is_uploaded_seen_and_used(leo: Browser) -> None:
    uploaded(leo, SMALL.read_text(), "Preview").sees("What it would mean: Small")
    assert policy_now() == "sgc-sac-004"
    leo.press("Save").sees("Saved.")  # the file is not chosen twice
    assert policy_now().startswith("kept:")
    assert current_policy().text == SMALL.read_text()
    leo.visit("/desk/site").sees("Small").visit("/support").sees("30 min")
    kept = leo.client.get("/desk/site/policy/in-force/file")
    assert kept.text == SMALL.read_text()
    assert "attachment" in kept.headers["Content-Disposition"]


def test_what_is_wrong_in_an_uploaded_file_is_corrected_in_place(leo: Browser) -> None:
    wrong = SMALL.read_text().replace('severity = "important"', 'severity = "grave"', 1)
    line = next(n for n, text in enumerate(wrong.split("\n"), 1) if '"grave"' in text)
    uploaded(leo, wrong, status=422).sees("What to fix in andes.toml", f"Line {line}", "grave")
    leo.fill("Text of the file", SMALL.read_text()).press("Save").sees("Saved.")
    assert policy_now().startswith("kept:")
    assert current_policy().name == "small"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a policy file (TOML)."),
        (b"\xff\xfe\x00", "Save the file as UTF-8"),
        (b"#" * 500_001, "too large for a policy"),
        (b"name = ", "What to fix in andes.toml"),
    ],
)
def test_a_file_that_is_no_policy_is_refused(leo: Browser, content: bytes, words: str) -> None:
    leo.visit("/desk/site/policy").choose("Your own file")
    leo.attach("Your policy file", ("andes.toml", content)).press("Save", status=422).sees(words)
    assert policy_now() == "sgc-sac-004"


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_two_policies_look_alike(app: Flask, language: str) -> None:
    with force_locale(language):
        seen = glances()
    for field in ("title", "summary", "source", "rows"):
        assert len({str(getattr(each, field)) for each in seen}) == len(seen), field
        assert all(getattr(each, field) for each in seen)
    assert all(figures for each in seen for _what, figures in each.rows)


def test_they_are_compared_and_each_can_be_downloaded(leo: Browser) -> None:
    leo.visit("/desk/site/policies").sees(*(load(name).title("en") for name in preset_names()))
    for name in preset_names():
        assert leo.client.get(f"/desk/site/policy/{name}/file").text == load(name).text
