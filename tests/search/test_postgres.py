"""The engine on a PostgreSQL server: what a server that goes away, tables that are missing and two workers at once do."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from socketserver import BaseRequestHandler, TCPServer
from threading import Event, Thread

import psycopg
import pytest
from flask import Flask
from pydantic import ValidationError

from portal.ground.following import catch_up
from portal.ground.settings import Settings
from portal.people.viewer import NOBODY
from portal.search import engines
from portal.search.engine import Changes, Entry, IndexUnusableError, Reader, Section
from portal.search.finding import find
from portal.search.following import FOLLOWER
from portal.search.offering import suggestions
from portal.search.postgres import server as servers
from portal.search.postgres.document import vector
from portal.search.postgres.remote import PostgresEngine
from portal.search.postgres.server import SCHEMA, Server
from tests.browser import Browser
from tests.search.base import asked, publish
from tests.search.postgres_server import Doors


def article(number: int, title: str, text: str = "", **more: object) -> Entry:
    sections = (Section("", "", (), text),) if text else ()
    return Entry(number, "en", title, "everyone", sections=sections, **more)  # type: ignore[arg-type]


BASE = [article(n, f"Printer {n}", f"The toner of printer {n} is empty.") for n in range(20)]


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server on a busy machine is waited for."""
    monkeypatch.setitem(servers.OPTIONS, "statement_timeout", "60s")
    monkeypatch.setattr(servers, "CONNECT_SECONDS", 60)


@pytest.fixture
def shut_door() -> Iterator[tuple[str, list[object]]]:
    """The address of a server that turns everybody away, and who knocked."""
    knocks: list[object] = []

    class Door(BaseRequestHandler):
        def handle(self) -> None:
            knocks.append(self.client_address)

    with TCPServer(("127.0.0.1", 0), Door) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"postgresql://portal@127.0.0.1:{server.server_address[1]}/none", knocks
        server.shutdown()


@contextmanager
def dropped_after(url: str, schema: str) -> Iterator[str]:
    try:
        yield schema
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            for end in ("", "_new", "_old"):
                connection.execute(f"drop schema if exists {schema}{end} cascade")


@pytest.fixture
def schema(postgres_url: str) -> Iterator[str]:
    with dropped_after(postgres_url, f"test_{secrets.token_hex(4)}") as name:
        yield name


@pytest.fixture
def engine(postgres_url: str, schema: str) -> Iterator[PostgresEngine]:
    server = Server(postgres_url, schema)
    made = PostgresEngine(server)
    made.rebuild(BASE)
    yield made
    server.close()


@pytest.fixture
def psql(postgres_url: str, schema: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(
        postgres_url, autocommit=True, options=f"-c search_path={schema}"
    ) as connection:
        yield connection


@pytest.mark.parametrize("table", ["about", "articles", "sections", "lexicon"])
def test_a_missing_table_is_noticed_and_made_anew(
    engine: PostgresEngine, psql: psycopg.Connection, table: str
) -> None:
    assert engine.is_sound()
    psql.execute(f"drop table {table}")
    assert not engine.is_sound()
    engine.rebuild(BASE)
    assert engine.is_sound()
    assert asked(engine, "toner").total == 20


def test_without_tables_reading_fails_in_one_way(
    engine: PostgresEngine, psql: psycopg.Connection, schema: str
) -> None:
    psql.execute(f"drop schema {schema} cascade")
    with pytest.raises(IndexUnusableError):
        asked(engine, "toner")
    with pytest.raises(IndexUnusableError):
        engine.suggest("pri", ["en"], Reader())


def test_tables_of_another_version_are_not_sound(
    engine: PostgresEngine, psql: psycopg.Connection
) -> None:
    psql.execute("update about set version = '0.0'")
    assert not engine.is_sound()


def test_a_server_that_does_not_answer_is_left_alone_for_a_while(
    shut_door: tuple[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "PAUSE", 1000)
    url, knocks = shut_door
    engine = engines.postgres(url)
    with pytest.raises(IndexUnusableError):
        asked(engine, "toner")
    knocked = len(knocks)
    assert knocked > 0
    for _ in range(20):
        with pytest.raises(IndexUnusableError):
            asked(engine, "toner")
    assert not engine.is_sound()
    assert len(knocks) == knocked


def test_connections_that_died_are_made_anew(
    engine: PostgresEngine, psql: psycopg.Connection
) -> None:
    assert asked(engine, "toner").total == 20
    psql.execute(
        "select pg_terminate_backend(pid, 5000) from pg_stat_activity "
        "where datname = current_database() and pid <> pg_backend_pid()"
    )
    assert asked(engine, "toner").total == 20


def test_searches_go_on_while_new_tables_are_built_and_swapped_in(engine: PostgresEngine) -> None:
    stop, totals, failures = Event(), list[int](), list[Exception]()

    def search() -> None:
        while not stop.is_set():
            try:
                totals.append(asked(engine, "toner").total)
            except Exception as error:
                failures.append(error)

    searching = Thread(target=search)
    searching.start()
    for _ in range(5):
        engine.rebuild([*BASE, article(99, "Toner")])
        engine.rebuild(BASE)
    stop.set()
    searching.join()
    assert failures == []
    assert set(totals) <= {20, 21}


def test_what_changes_while_it_is_built_anew_is_in_both(
    engine: PostgresEngine, postgres_url: str, schema: str
) -> None:
    """Another process publishes, and a third one wants to build too."""
    other = PostgresEngine(Server(postgres_url, schema))
    late = article(50, "Scanner", "It scans.")

    def walk() -> Iterator[Entry]:
        yield from BASE
        other.apply([late], [3])
        assert [found.article_id for found in asked(engine, "scanner").found] == [50]
        assert other.rebuild([]) is False

    def changes() -> Changes:
        return [late], [3]

    assert engine.rebuild(walk(), changes) is True
    assert [found.article_id for found in asked(engine, "scanner").found] == [50]
    assert asked(engine, "toner").total == 19


def test_a_build_that_is_cut_off_leaves_nothing_behind(
    engine: PostgresEngine, psql: psycopg.Connection, schema: str
) -> None:
    def walk() -> Iterator[Entry]:
        yield from BASE
        raise RuntimeError("cut off")

    with pytest.raises(RuntimeError):
        engine.rebuild(walk())
    assert asked(engine, "toner").total == 20
    left = psql.execute("select nspname from pg_namespace where starts_with(nspname, %s)", [schema])
    assert [name for (name,) in left] == [schema]


def test_the_lexicon_counts_what_is_there(
    engine: PostgresEngine, psql: psycopg.Connection, postgres_url: str
) -> None:
    """Changed article by article it is what a new build counts."""
    lexicon = "select language, kind, word, folded, articles from lexicon where articles > 0"
    changed = [article(2, "Scanner", "toner"), article(60, "Fax", "fax", tags=("Ñandú",))]
    engine.apply(changed, [5, 7, 99])
    engine.apply([article(60, "Fax", "paper")], [8])
    by_changes = set(psql.execute(lexicon))
    left = [one for one in BASE if one.article_id not in (2, 5, 7, 8)]
    engine.rebuild([*left, changed[0], article(60, "Fax", "paper")])
    assert by_changes == set(psql.execute(lexicon))


def test_reasons_add_up_to_the_score(engine: PostgresEngine) -> None:
    engine.apply([article(70, "Toner and paper", "Empty toner. Put in new paper.")], [])
    [best, *_] = asked(engine, 'toner "new paper" empty', with_reasons=True).found
    assert best.article_id == 70
    assert {reason.how for reason in best.reasons} == {"word", "phrase"}
    assert sum(reason.worth for reason in best.reasons) == pytest.approx(best.score, rel=1e-4)
    [toner] = [reason for reason in best.reasons if reason.word == "toner"]
    assert toner.times == {"title": 1, "body": 1}
    assert all(one.worth >= other.worth for one, other in pairwise(best.reasons))


def test_a_very_long_article_is_kept(engine: PostgresEngine) -> None:
    """PostgreSQL takes a megabyte of different words, and 255 places of each."""
    words = " ".join(f"{number:x}{'x' * 40}" for number in range(40_000))
    engine.apply([article(80, "Zebra", f"{'again ' * 5_000} {words}")], [])
    assert [found.article_id for found in asked(engine, "zebra").found] == [80]
    assert [found.article_id for found in asked(engine, "again").found] == [80]
    assert len(vector([("D", words)], "en")) < 1_500_000


@pytest.fixture
def searching_app(
    app: Flask, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The app as it is where SEARCH_URL names this database."""
    settings = app.extensions["portal_settings"].model_copy(update={"search_url": postgres_url})
    monkeypatch.setitem(app.extensions, "portal_settings", settings)
    monkeypatch.setattr(servers, "PAUSE", 0.1)
    engines.forget()
    with dropped_after(postgres_url, SCHEMA):
        yield app
        engines.forget()


def test_published_found_degraded_and_found_again(
    searching_app: Flask, postgres_url: str, browser: Callable[..., Browser]
) -> None:
    publish("Printers", "The toner is empty.\n\n## Paper\n\nPut in paper.")
    catch_up(FOLLOWER)
    with searching_app.test_request_context("/"):
        [hit] = find("putting paper in", NOBODY, "en").own
        assert hit.url.endswith("#paper")
        assert [text.text for text, _ in suggestions("prin", NOBODY, "en")] == ["Printers"]
    doors = Doors(postgres_url)
    doors.shut()
    try:
        with searching_app.test_request_context("/"):
            results = find("toner", NOBODY, "en")
            assert results.is_degraded
            assert [hit.title for hit in results.own] == ["Printers"]
            assert suggestions("prin", NOBODY, "en") == []
        browser().visit("/search?q=toner").sees("Printers")
    finally:
        doors.open()
    publish("Scanners", "They scan.")
    Event().wait(0.2)
    catch_up(FOLLOWER)
    with searching_app.test_request_context("/"):
        results = find("scanners", NOBODY, "en")
        assert not results.is_degraded
        assert [hit.title for hit in results.own] == ["Scanners"]


def test_an_address_that_cannot_be_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="no PostgreSQL database"):
        Settings(_env_file=None, search_url="mysql://here/it")
    assert Settings(_env_file=None, search_url="").search_url is None
    monkeypatch.setattr("portal.ground.settings.find_spec", lambda _name: None)
    with pytest.raises(ValidationError, match=r"portal\[postgres\]"):
        Settings(_env_file=None, search_url="postgresql://here/it")
