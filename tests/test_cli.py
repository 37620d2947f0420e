"""The `portal` command as someone types it: people, links, and clear words for what cannot be done."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal import cli
from portal.ground.db import db, writing
from portal.ground.settings import Settings
from portal.people.person import Person
from portal.people.set_up import has_lead
from tests.browser import Browser

People = dict[str, Person]
Browsers = Callable[..., Browser]


@pytest.fixture
def portal(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command on the test's own data; exit code, what it said, what it complained of."""
    settings: Settings = app.extensions["portal_settings"]
    monkeypatch.setenv("DATA", str(settings.data))
    monkeypatch.setenv("BASE_URL", settings.base_url or "")
    monkeypatch.delenv("KB_DIR", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        db.session.rollback()
        code = cli.main(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


Portal = Callable[..., tuple[int, str, str]]


def test_someone_added_signs_in_by_a_printed_link(
    characters: People, portal: Portal, browser: Browsers
) -> None:
    code, said, _wrong = portal("people", "add", "Eva@aromos.example", "--name", "Eva Lagos")
    assert code == 0
    assert said == "Eva Lagos <eva@aromos.example> may sign in as client.\n"
    eva = db.session.query(Person).filter_by(email="eva@aromos.example").one()
    assert eva.organisation is not None  # her mail domain belongs to it
    assert eva.organisation.name == "Clínica Los Aromos"
    _code, link, _wrong = portal("people", "link", "eva@aromos.example")
    path = link.strip().removeprefix("http://localhost")
    assert re.fullmatch(r"/sign-in/[\w-]{20,}", path)
    visitor = browser().visit(path)
    visitor.press("Sign in")
    visitor.visit("/account").sees("Eva Lagos")


def test_the_list_says_who_may_sign_in_and_who_no_more(characters: People, portal: Portal) -> None:
    assert portal("people", "disable", "bob@nunoa.example")[0] == 0
    _code, said, _wrong = portal("people", "list")
    assert re.search(r"alice@aromos.example +client +Clínica Los Aromos +Alice Rojas", said)
    assert re.search(r"bob@nunoa.example +client \(disabled\)", said)
    code, _said, wrong = portal("people", "link", "bob@nunoa.example")
    assert (code, wrong) == (1, "Bob Ibáñez was disabled.\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("people", "add", "alice@aromos.example"), "already has this address"),
        (("people", "add", "no address"), "Enter an email address"),
        (("people", "add", "x@y.example", "--organisation", "Nada"), "Clínica Los Aromos"),
        (("people", "link", "nobody@else.example"), "portal people list"),
        (("people", "disable", "leo@portal.example"), "only administrator"),
        (("kb", "import", "/no/such/folder"), "There is no folder"),
        (("backup", "/no/such/folder/portal.tar.gz"), "There is no folder"),
        (("restore", "/no/such/file.tar.gz"), "There is no file"),
        (("set-up",), "has an administrator"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_code_1(
    arguments: tuple[str, ...], says: str, characters: People, portal: Portal
) -> None:
    code, said, wrong = portal(*arguments)
    assert code == 1
    assert said == ""
    assert says in wrong
    assert len(wrong.strip().splitlines()) == 1


def test_an_empty_portal_prints_a_set_up_link_that_opens(portal: Portal, browser: Browsers) -> None:
    assert not has_lead()
    _code, first, _wrong = portal("set-up")
    _code, second, _wrong = portal("set-up")
    browser().visit(second.strip().removeprefix("http://localhost"))
    assert browser().client.get(first.strip().removeprefix("http://localhost")).status_code != 200


def test_a_folder_that_holds_no_portal_yet_says_how_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portal: Portal
) -> None:
    monkeypatch.setenv("DATA", str(tmp_path / "fresh"))
    code, _said, wrong = portal("people", "list")
    assert code == 1
    assert "portal run" in wrong


def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, portal: Portal
) -> None:
    monkeypatch.setenv("PORT", "eighty")
    code, _said, wrong = portal("people", "list")
    assert code == 1
    assert "PORT=eighty" in wrong


@pytest.mark.parametrize(
    "command",
    [["run"], ["demo"], ["work"], ["prepare"], ["doctor"], ["people", "list"], ["kb", "sync"]],
)
def test_a_database_that_is_not_sqlite_is_refused_by_every_command(
    monkeypatch: pytest.MonkeyPatch, portal: Portal, command: list[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal:secret@db.example/portal")
    code, _said, told = portal(*command)
    assert code == 1
    assert "this release keeps its data in SQLite only" in told
    assert "SEARCH_URL" in told
    assert "secret" not in told


def test_backup_and_restore_from_the_command_line(
    characters: People, portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = str(tmp_path / "portal.tar.gz")
    code, said, wrong = portal("backup", target)
    assert (code, wrong) == (0, "")
    assert target in said
    assert portal("backup", target)[0] == 1  # never over an older one
    monkeypatch.setenv("DATA", str(tmp_path / "fresh"))
    monkeypatch.setenv("PORT", "8199")
    code, said, wrong = portal("restore", target)
    assert (code, wrong) == (0, "")
    assert "alice@aromos.example" in portal("people", "list")[1]


def test_nothing_changes_where_a_command_is_refused(characters: People, portal: Portal) -> None:
    with writing():
        before = db.session.query(Person).count()
    portal("people", "add", "alice@aromos.example")
    assert db.session.query(Person).count() == before


def test_a_refused_address_is_not_repeated_as_it_may_hold_a_password(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCH_URL", "mysql://search:hunter2@db/search")
    code, said, wrong = portal("doctor")
    assert code != 0
    assert "SEARCH_URL: " in wrong
    assert "postgresql://user@host/name" in wrong
    assert "hunter2" not in said + wrong
