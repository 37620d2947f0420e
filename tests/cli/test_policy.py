"""`portal policy` as someone types it: with a portal beside it, and where none is."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, g

from portal import cli
from portal.ground.db import db, writing
from portal.ground.now import now
from portal.ground.settings import Settings
from portal.ground.site import site_row
from portal.people.person import Person
from portal.policy import years
from tests.characters import START
from tests.tickets.conftest import H, opened, resolve

SMALL = Path(__file__).parents[1] / "policy" / "small.toml"
Said = tuple[int, str, str]


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Run `portal policy …` in a place without a portal; exit code, what it said, what it complained of."""
    monkeypatch.setenv("DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Said:
        code = cli.main(["policy", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


Run = Callable[..., Said]


def changed(folder: Path, old: str, new: str) -> Path:
    text = SMALL.read_text("utf-8")
    assert old in text
    path = folder / "changed.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_a_sound_file_is_one_line(said: Run) -> None:
    code, out, err = said("check", SMALL)
    assert (code, err) == (0, "")
    assert out == (
        "small.toml: sound. small in en: 2 plans, 1 channel, 2 request types, 3 severities, "
        "3 targets, 1 calendar, 2 tiers, 0 rules.\n"
    )


def test_a_wrong_file_tells_all_its_mistakes(said: Run, tmp_path: Path) -> None:
    path = changed(tmp_path, 'severity = "general"', 'severity = "none"')
    path.write_text(path.read_text("utf-8").replace('key = "second"', 'key = "first"'), "utf-8")
    code, out, err = said("check", path)
    assert (code, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith(f"{path}:34: request_type.2.severity: 'none' is unknown")
    assert "Use one of: critical, general, important" in first
    assert "tier.2.key: The key 'first' is used more than once. How to fix it: " in second


def test_without_a_name_and_a_portal_every_preset_is_checked(said: Run, tmp_path: Path) -> None:
    code, out, _ = said("check")
    assert code == 0
    assert "sgc-sac-004.toml: sound." in out
    assert not (tmp_path / "data").exists(), "asking makes no data folder"


def test_a_name_that_is_not_known_names_those_that_are(said: Run) -> None:
    code, _, err = said("show", "nowhere")
    assert code == 1
    assert "This file doesn’t exist" in err
    assert "sgc-sac-004" in err
    code, _, err = said("show")
    assert code == 1
    assert "Name a policy: one of " in err


def test_a_policy_is_shown_to_read(said: Run) -> None:
    code, out, _ = said("show", SMALL)
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "for first response resolution updates calendar" in lines
    assert "critical · premium 30 min 4 h — always" in lines
    assert "1 critical Critical Nothing works." in lines
    assert "critical working = no" in lines
    assert "important otherwise" in lines
    assert "always round the clock 24x7" in lines


def test_a_policy_is_shown_to_programs(said: Run) -> None:
    code, out, _ = said("show", SMALL, "--json")
    policy = json.loads(out)
    assert code == 0
    assert policy["target"][1]["first_response"] == "30 min"
    assert policy["closing"]["unanswered"] == "2 days"
    assert [each["key"] for each in policy["severity"]] == ["critical", "important", "general"]
    assert said("show", SMALL, "--json")[1] == out


def test_the_difference_is_told_and_is_the_exit_code(said: Run, tmp_path: Path) -> None:
    path = changed(tmp_path, '"30 min"', '"15 min"')
    assert said("diff", SMALL, path) == (
        1,
        "target critical · premium: first_response 30 min → 15 min\n",
        "",
    )
    assert said("diff", SMALL, SMALL) == (0, "They mean the same.\n", "")


CHANNEL = """
[[calendar]]
key = "office"
title = {en = "office hours"}
time_zone = "America/Santiago"
week = {mon = ["09:00-18:00"], tue = ["09:00-18:00"]}

[[channel]]
key = "email"
title = {en = "Email"}
calendar = "office"
first_response = "1 h"
"""


def explained(said: Run, *arguments: object) -> list[str]:
    code, out, err = said("explain", *arguments)
    assert (code, err) == (0, "")
    return [" ".join(line.split()) for line in out.splitlines()]


def test_a_promise_is_explained_from_its_line(said: Run) -> None:
    at = ("--at", "2026-11-23T10:00")
    lines = explained(said, SMALL, "--severity", "critical", "--plan", "premium", *at)
    assert lines[0] == "small: severity critical, plan premium, incident, by portal"
    assert "first response 30 min of always due Mon 2026-11-23 10:30 (UTC)" in lines
    assert "updates nothing is promised" in lines
    tables = [n for n, line in enumerate(SMALL.read_text().splitlines(), 1) if line == "[[target]]"]
    stands = lines.index("The row that stands:")
    assert lines[stands + 1] == f"small.toml:{tables[1]} critical · premium"
    assert lines[stands + 2].startswith(
        "It names most of plan, request type, priority and severity"
    )
    assert lines[stands + 3] == f"small.toml:{tables[0]} critical"


def test_the_stricter_of_channel_and_row_is_told(said: Run, tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(SMALL.read_text("utf-8") + CHANNEL, "utf-8")
    by_mail = (path, "--severity", "critical", "--channel", "email", "--at")
    lines = explained(said, *by_mail, "2026-11-23T13:00+00:00")  # Monday, 10:00 in Santiago
    assert "first response 1 h of office due Mon 2026-11-23 11:00 (America/Santiago)" in lines
    assert "The channel's is the stricter, so it stands." in lines
    lines = explained(said, *by_mail, "2026-11-25T13:00+00:00")  # Wednesday: closed until Monday
    assert "first response 2 h of always due Wed 2026-11-25 15:00 (UTC)" in lines
    assert "The row's is the stricter, so it stands." in lines


def test_what_has_no_row_is_promised_nothing(said: Run) -> None:
    lines = explained(said, SMALL, "--severity", "general")
    assert "No row of the targets fits: nothing is promised." in lines
    assert explained(said, SMALL, "--type", "question")[0].startswith("small: severity general")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Say how bad it is: --severity, one of critical, important, general."),
        (("--severity", "dire"), "small has no severity 'dire'. It has: critical"),
        (("--severity", "general", "--plan", "gold"), "It has: basic, premium."),
        (("--severity", "general", "--at", "noon"), "'noon' is no moment"),
    ],
)
def test_what_cannot_be_explained_is_said(
    said: Run, arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = said("explain", SMALL, *arguments)
    assert (code, out) == (1, "")
    assert words in err


def test_the_portal_s_own_policy_is_meant_where_none_is_named(
    app: Flask, said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: Settings = app.extensions["portal_settings"]
    monkeypatch.setenv("DATA", str(settings.data))
    db.session.rollback()
    code, out, _ = said("show")
    assert code == 0
    assert out.startswith("sgc-sac-004: ")


def test_a_replay_says_what_would_have_been_kept(
    app: Flask, characters: dict[str, Person], said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = opened(characters["alice"])
    resolve(ticket, characters["vera"], START + H)
    settings: Settings = app.extensions["portal_settings"]
    monkeypatch.setenv("DATA", str(settings.data))
    plan = ticket.plan
    db.session.rollback()
    code, out, err = said("replay", SMALL)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0].startswith("1 ticket, as it went and under small.toml.")
    row = f"{plan} high 1 1 of 1 (100%) → — 1 of 1 (100%) → — 1 of 1 (100%) → —"
    assert row in lines
    assert "severity high 1 ticket" in lines
    assert said("replay", SMALL, "--since", "2100-01-01")[1].startswith(
        "No tickets opened since 2100-01-01."
    )


def test_without_a_portal_nothing_is_replayed(said: Run) -> None:
    code, _, err = said("replay", SMALL)
    assert code == 1
    assert "There is no portal here yet" in err


def test_new_holidays_are_told_and_taken_when_asked(
    app: Flask, characters: dict[str, Person], said: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer library knows one more day: it is told; with --renew new tickets are counted with it."""
    with writing():
        site_row().policy = "planes"
    before = opened(characters["alice"], now(), kind="problem", severity="critical").edition
    settings: Settings = app.extensions["portal_settings"]
    monkeypatch.setenv("DATA", str(settings.data))
    db.session.rollback()
    assert (
        said("holidays")[1] == "The library has the same public holidays as the policy in force.\n"
    )
    known, new = years.public_holidays, date(now().year + 1, 7, 13)
    monkeypatch.setattr(
        years,
        "public_holidays",
        lambda country, region, year: (
            known(country, region, year) | ({new} if year == new.year else set())
        ),
    )
    assert said("holidays")[1] == f"+ {new} CL\n"
    code, out, _ = said("holidays", "--renew")
    assert code == 0
    assert "New tickets are counted with these" in out
    g.pop("site", None)
    db.session.rollback()
    after = opened(characters["alice"], now(), "key-2", kind="problem", severity="critical")
    assert after.edition != before
    assert said("holidays")[1].startswith("The library has the same")
