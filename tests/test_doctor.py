"""What the doctor finds, and the remedy it names."""

from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.ground.db import db
from portal.operations import doctor, machine
from portal.operations.machine import Finding, Health
from portal.people.person import Person
from tests.characters import START
from tests.mailbox import Mailbox
from tests.post.servers import free_port
from tests.post.story import delivered, opened

People = dict[str, Person]
Usage = namedtuple("Usage", "total used free")


def found(part: str) -> Finding:
    return next(finding for finding in doctor.examine() if finding.part == part)


def change(app: Flask, monkeypatch: pytest.MonkeyPatch, **values: object) -> None:
    settings = app.extensions["portal_settings"]
    monkeypatch.setitem(app.extensions, "portal_settings", settings.model_copy(update=values))


def test_every_part_is_looked_at_and_what_is_not_good_has_a_remedy(characters: People) -> None:
    findings = list(doctor.examine())
    assert len(findings) == 14
    for finding in findings:
        assert finding.words
        assert finding.health is Health.GOOD or finding.remedy


def test_the_database_is_good_and_an_old_one_is_not(
    characters: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found("database").health is Health.GOOD
    monkeypatch.setattr(doctor, "schema_versions", lambda: ("old", "new"))
    assert found("database").health is Health.BROKEN
    assert "portal run" in found("database").remedy


def test_a_full_disk(characters: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _path: Usage(9, 9, 5_000_000))
    assert found("disk").health is Health.BROKEN


def test_mail_says_what_the_server_says(
    app: Flask, characters: People, mail_server: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found("mail").health is Health.GOOD
    mail_server.refuse.add("alice@aromos.example")
    opened(characters["alice"])
    delivered(START)
    mail_server.refuse.clear()
    assert "/desk/letters" in found("mail").remedy
    change(app, monkeypatch, mail_url=f"smtp://127.0.0.1:{free_port()}")
    db.session.rollback()
    with app.app_context():
        assert "doesn’t accept connections" in found("mail").words
    change(app, monkeypatch, mail_url=None)
    with app.app_context():
        assert "emails wait" in found("mail").words


def test_a_clock_that_went_back(characters: People, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(characters["alice"], at=datetime.now(UTC) + timedelta(days=2))
    clock = found("clock")
    assert clock.health is Health.BROKEN
    assert "set-ntp" in clock.remedy


def test_an_address_where_nobody_answers(
    app: Flask, characters: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(app, monkeypatch, base_url=f"http://127.0.0.1:{free_port()}")
    with app.app_context():
        assert "does not answer" in found("address").words


def test_a_policy_with_a_mistake_is_named(
    app: Flask, characters: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(app, monkeypatch, policy="no-such-policy")
    with app.app_context():
        policy = found("policy")
    assert policy.health is Health.BROKEN
    assert "no-such-policy" in policy.words


def test_a_part_that_cannot_be_looked_at_does_not_hide_the_others(
    characters: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def burst() -> Finding:
        raise RuntimeError("the index burst")

    monkeypatch.setattr(doctor, "index", burst)
    findings = {finding.part: finding for finding in doctor.examine()}
    assert findings["search index"].health is Health.BROKEN
    assert "the index burst" in findings["search index"].words
    assert findings["versions"].words
