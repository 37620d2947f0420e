"""Public holidays stay with the edition: a newer library moves nothing that was promised, and the doctor says so."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, g
from flask_migrate import upgrade
from sqlalchemy import text

from portal.app import create_app
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.settings import Settings
from portal.ground.site import site_row
from portal.operations.doctor import holidays
from portal.operations.machine import Health
from portal.people.person import Person
from portal.policy import days_kept, editions, years
from portal.policy.edition import Edition
from portal.policy.editions import current_policy, note_edition, policy_of, renew_days
from portal.tickets import due_times
from portal.tickets.due_times import clock_of, ledger_of
from portal.tickets.goals import Goal
from portal.tickets.ticket import Ticket
from tests.tickets.conftest import opened

OFFICE = """[[calendar]]
key = "always"
title = {en = "in office hours"}
time_zone = "America/Bogota"
holidays = {country = "CO"}
week = {mon = ["08:00-17:00"], tue = ["08:00-17:00"], wed = ["08:00-17:00"], thu = ["08:00-17:00"], fri = ["08:00-17:00"]}
"""
FRIDAY = datetime(2026, 7, 10, 21, 0, tzinfo=UTC)
"""16:00 in Bogotá, an hour before the office closes."""
MONDAY, TUESDAY = (datetime(2026, 7, day, 20, 0, tzinfo=UTC) for day in (13, 14))
"""15:00 there: when eight hours are over, without a holiday in between and with one."""

Library = Callable[..., None]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """`library()`: a release that knows no holidays of July; `library(date(…))`: one that knows these, in a new process."""

    def release(*days: date) -> None:
        def known(_country: str, _region: str | None, year: int) -> frozenset[date]:
            return frozenset({date(year, 1, 1), *(day for day in days if day.year == year)})

        monkeypatch.setattr(years, "public_holidays", known)
        _new_process()

    return release


def _new_process() -> None:
    """Forget what is kept in memory of editions and their days."""
    for kept in (editions._read, editions._loaded, due_times._terms, days_kept._counted_with):
        kept.clear()


@pytest.fixture
def office(app: Flask, characters: dict[str, Person], tmp_path: Path) -> Path:
    """A policy with Colombian office hours in which eight hours are promised, in use."""
    small = (Path(__file__).parent / "small.toml").read_text()
    calendar = small.index("[[calendar]]")
    text = small[:calendar] + OFFICE + "\n" + small[small.index("[[plan]]") :]
    path = tmp_path / "office.toml"
    path.write_text(text.replace("[closing]", TARGET + "\n[closing]", 1))
    with writing():
        site_row().policy = str(path)
    g.pop("site", None)
    return path


TARGET = """[[target]]
plan = "premium"
severity = "general"
request_type = "question"
calendar = "always"
resolution = "8 h"
"""


def asked(people: dict[str, Person], key: str) -> Ticket:
    """A ticket under that promise, opened on Friday."""
    return opened(people["alice"], FRIDAY, key, kind="question", severity="general", plan="premium")


def test_what_was_promised_is_counted_with_the_days_of_its_edition(
    office: Path, characters: dict[str, Person], library: Library
) -> None:
    library()
    ticket = asked(characters, "before")
    assert ticket.resolution_due_at == MONDAY
    library(date(2026, 7, 13))
    later = FRIDAY + timedelta(days=1)
    reading = clock_of(ticket, later).resolution
    assert reading is not None
    assert reading.due_at == MONDAY
    assert ledger_of(ticket, later).goals[Goal.RESOLUTION].due_at == MONDAY
    assert asked(characters, "after").resolution_due_at == MONDAY, "the same edition, the same days"


def test_a_lead_takes_the_new_days_for_new_tickets(
    office: Path, characters: dict[str, Person], library: Library
) -> None:
    library()
    before = asked(characters, "before")
    library(date(2026, 7, 13))
    with writing():
        renew_days(FRIDAY)
    after = asked(characters, "after")
    assert after.edition != before.edition
    assert after.resolution_due_at == TUESDAY
    reading = clock_of(before, FRIDAY).resolution
    assert reading is not None
    assert reading.due_at == MONDAY
    library(date(2026, 7, 13))
    assert asked(characters, "later").edition == after.edition, "also in a new process"


def test_an_edited_file_is_counted_with_the_days_of_today(
    office: Path, characters: dict[str, Person], library: Library
) -> None:
    library()
    asked(characters, "before")
    library(date(2026, 7, 13))
    office.write_text(office.read_text() + "\n# Published anew.\n")
    _new_process()
    assert asked(characters, "after").resolution_due_at == TUESDAY


def test_the_doctor_says_what_a_newer_library_would_change(
    office: Path, characters: dict[str, Person], library: Library
) -> None:
    library()
    with writing():
        note_edition(now())
    assert holidays().health is Health.GOOD
    next_year = date(now().year + 1, 7, 13)
    library(next_year)
    found = holidays()
    assert found.health is Health.WARNING
    assert f"adds {next_year.day} {next_year:%B %Y} (CO)" in found.words
    assert "keeps what it promised" in found.words
    assert "portal policy holidays --renew" in found.remedy
    was = current_policy().edition
    with writing():
        renew_days(now())
    assert current_policy().edition != was
    assert holidays().health is Health.GOOD


def test_a_year_is_added_when_it_is_first_counted_with_and_then_stays(
    office: Path, characters: dict[str, Person], library: Library
) -> None:
    library()
    ticket = asked(characters, "first")
    far = datetime(2031, 7, 11, 21, 0, tzinfo=UTC)
    late = opened(
        characters["alice"], far, "late", kind="question", severity="general", plan="premium"
    )
    db.session.expire_all()
    kept = db.session.get_one(Edition, ticket.edition).days["CO"]
    assert {"2025", "2026", "2027", "2028", "2031"} <= kept.keys()
    due_at = late.resolution_due_at
    library(date(2031, 7, 14))
    reading = clock_of(late, far).resolution
    assert reading is not None
    assert reading.due_at == due_at
    assert policy_of(ticket.edition).days_off is not None


def test_editions_of_before_get_the_days_of_today(tmp_path: Path) -> None:
    """What was promised under them was counted with those."""
    app = create_app(Settings(_env_file=None, data=tmp_path, base_url="http://localhost"))
    with app.app_context():
        upgrade(revision="0003")
        for sha, name in (("a" * 64, "planes"), ("b" * 64, "sgc-sac-004")):
            said = (editions.path_of(name)).read_text()
            db.session.execute(
                text("INSERT INTO policy_editions VALUES (:sha, :name, :text, :since)"),
                {"sha": sha, "name": name, "text": said, "since": "2025-11-20 12:00:00"},
            )
        db.session.commit()
        db.session.remove()
        upgrade()
        kept = db.session.get_one(Edition, "a" * 64).days["CL"]
        assert {"2024", "2025", "2026", str(now().year + 1)} <= kept.keys()
        assert "2026-09-18" in kept["2026"]
        counted = policy_of("a" * 64).days_off
        assert counted is not None
        assert counted("CL", None, 2026) == years.public_holidays("CL", None, 2026)
        db.session.remove()
        db.engine.dispose()
