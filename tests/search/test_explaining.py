"""Why a hit is where it is: every term tells what it adds, and what leads nowhere is named."""

import json

import pytest
from flask import Flask

from portal import cli
from portal.ground.settings import Settings
from portal.search.engine import Reader
from portal.search.explaining import explain
from tests.search.base import small_base

pytestmark = pytest.mark.usefixtures("base")


@pytest.fixture
def base(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    settings: Settings = app.extensions["portal_settings"]
    monkeypatch.setenv("DATA", str(settings.data))
    monkeypatch.delenv("KB_DIR", raising=False)
    small_base()


def test_the_worths_of_the_terms_are_the_score() -> None:
    told = explain("the firewall closes my calls", "en", Reader(), 5)
    english = told.found[0]
    assert english.language == "en"
    first = english.places[0]
    assert (first.title, first.section) == ("Calls drop", "Cause")
    assert sum(reason.worth for reason in first.reasons) == pytest.approx(first.score, rel=1e-3)
    assert first.reasons[0].worth == max(reason.worth for reason in first.reasons)
    assert {reason.word for reason in first.reasons} == {"firewall", "closes", "calls"}
    calls = next(reason for reason in first.reasons if reason.word == "calls")
    assert calls.times["title"] == 1
    assert "body" in calls.times


def test_words_that_lead_nowhere_are_told_apart() -> None:
    told = explain("the pasword of xylophones", "en", Reader(), 5)
    assert told.common == ["the", "of"]
    assert told.unknown == ["pasword", "xylophones"]
    assert "password" in told.near


def test_it_is_explained_for_one_reader() -> None:
    visitor, agent = Reader(), Reader(is_agent=True, is_signed_in=True)
    assert explain("zanzibar", "en", visitor, 5).unknown == ["zanzibar"]
    assert explain("zanzibar", "en", agent, 5).found[0].places[0].title == "Zanzibar protocol"


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "explain", "firewall xylophone", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "in no article in en: xylophone" in said
    assert "1. " in said
    assert "Calls drop › Cause" in said
    assert "body × 1" in said


def test_programs_read_it_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["search", "explain", "zanzibar", "--language", "en", "--as", "agent", "--json"]
    assert cli.main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["found"][0]["places"][0]["title"] == "Zanzibar protocol"


def test_a_limit_below_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["search", "explain", "calls", "--limit", "0"]) == 1
    assert "at least 1" in capsys.readouterr().err
