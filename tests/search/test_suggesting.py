"""What the embedded engine offers while somebody types, and for words that nobody wrote."""

import threading
from pathlib import Path

import pytest

from portal.search.engine import Entry, Reader, Section
from portal.search.mending import mended
from portal.search.whoosh import beginnings
from portal.search.whoosh.embedded import WhooshEngine
from tests.search.base import asked

AGENT = Reader(is_agent=True, is_signed_in=True)
READER = Reader()


def entry(number: int, title: str, *headings: str, language: str = "en", **more: object) -> Entry:
    sections = tuple(
        Section(f"s{place}", heading, (), "Some text.") for place, heading in enumerate(headings)
    )
    return Entry(
        number, language, title, str(more.pop("audience", "everyone")), sections=sections, **more
    )  # type: ignore[arg-type]


BASE = [
    entry(1, "Reset your password", "Cause", "Passwords that expired"),
    entry(2, "Password rules", "Cause"),
    entry(3, "Who may see your (secret) password", "Cause"),
    entry(4, "Passwords of agents", audience="agents"),
    entry(
        5, "¿Cómo cambio la contraseña?", "Desde el teléfono", language="es", tags=("credenciales",)
    ),
    entry(6, "El Wi-Fi no conecta", language="es", asked_as=("se cae la videollamada",)),
]


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    built = WhooshEngine(tmp_path / "index")
    built.rebuild(BASE)
    return built


def offered(
    engine: WhooshEngine, typed: str, *languages: str, reader: Reader = READER
) -> list[str]:
    return [one.text for one in engine.suggest(typed, languages or ["en"], reader)]


def near(engine: WhooshEngine, words: str, language: str = "en", reader: Reader = READER) -> str:
    return mended(words, asked(engine, words, language, reader, with_slips=True).slips)


def test_what_begins_so_comes_first_then_what_goes_on_so_then_headings(
    engine: WhooshEngine,
) -> None:
    assert offered(engine, "passw") == [
        "Password rules",
        "Reset your password",
        "Who may see your (secret) password",
        "Passwords that expired",
    ]


@pytest.mark.parametrize("typed", ["pass reset", "your res", "reset, PASSWORD", "reset your passw"])
def test_words_are_found_in_any_order(engine: WhooshEngine, typed: str) -> None:
    assert offered(engine, typed) == ["Reset your password"]


def test_signs_and_accents_do_not_matter(engine: WhooshEngine) -> None:
    assert offered(engine, "como cam", "es") == ["¿Cómo cambio la contraseña?"]
    assert offered(engine, "¿CÓMO", "es") == ["¿Cómo cambio la contraseña?"]
    assert offered(engine, "your secret", "en") == ["Who may see your (secret) password"]
    assert offered(engine, "wi-f", "es") == offered(engine, "wi f", "es") == ["El Wi-Fi no conecta"]
    assert offered(engine, "?!", "es") == []


def test_a_heading_of_many_articles_is_not_offered(engine: WhooshEngine) -> None:
    assert offered(engine, "cause") == []


def test_only_what_the_reader_may_read_is_offered(engine: WhooshEngine) -> None:
    assert "Passwords of agents" not in offered(engine, "passwords")
    assert "Passwords of agents" in offered(engine, "passwords", reader=AGENT)


def test_readable_titles_are_found_behind_many_that_are_not(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "many")
    closed = [entry(n, f"Plan {n:04}", audience="agents") for n in range(500)]
    engine.rebuild([*closed, entry(900, "Plan of the year"), entry(901, "Our plan")])
    assert offered(engine, "plan") == ["Plan of the year", "Our plan"]


def test_what_a_large_segment_is_made_beside_comes_a_little_later(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "MADE_AT_ONCE", 0)
    monkeypatch.setattr(beginnings, "PATIENCE", 10)
    assert offered(engine, "password ru") == ["Password rules"]


def test_slips_are_mended_by_titles_headings_tags_and_own_words(engine: WhooshEngine) -> None:
    assert near(engine, "pasword rulse") == "password rules"
    assert near(engine, "experid") == "expired"
    assert near(engine, "credensiales", "es") == "credenciales"
    assert near(engine, "bideollamada", "es") == "videollamada"


def test_a_mended_word_has_its_accents(engine: WhooshEngine) -> None:
    assert near(engine, "contrasenha del telefno", "es") == "contraseña del teléfono"


def test_words_run_together_are_parted(engine: WhooshEngine) -> None:
    assert near(engine, "passwordrules") == "password rules"


def test_codes_and_logs_and_known_words_stay(engine: WhooshEngine) -> None:
    assert near(engine, "ERR_PASWORD_RULSE") == ""
    assert near(engine, "pasword\nrulse") == ""
    assert near(engine, "contrasena") == ""  # no slip: a word of the other language
    assert near(engine, "the rules") == ""


def test_a_word_of_the_other_language_is_mended_too(engine: WhooshEngine) -> None:
    assert near(engine, "pasword", "es") == "password"


def test_closed_articles_give_no_word_away(engine: WhooshEngine) -> None:
    engine.apply([entry(30, "Zanzibar", audience="agents"), entry(31, "Madagascar")], [])
    assert near(engine, "zanzibat") == ""
    assert near(engine, "zanzibat", reader=AGENT) == "zanzibar"
    assert near(engine, "madagascat") == "madagascar"
    engine.apply([entry(31, "Madagascar", audience="agents")], [])
    assert near(engine, "madagascat") == ""


def test_those_of_a_large_segment_are_made_before_anybody_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginnings, "MADE_AT_ONCE", 0)
    monkeypatch.setattr(beginnings, "PATIENCE", 0)
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(BASE)
    assert asked(engine, "password").total == 3
    for maker in [one for one in threading.enumerate() if one.name == beginnings.MAKER]:
        maker.join(10)
    assert offered(engine, "password ru") == ["Password rules"]
