"""What failed searches teach: from visits that ended well and from tickets to which an agent linked an article."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.articles.article import Article
from portal.articles.reading import ReadEntry, record_helped
from portal.ground.db import db, writing
from portal.ground.following import catch_up, rewind
from portal.ground.now import now
from portal.people.person import Person
from portal.people.visits import Visit
from portal.search import synonyms
from portal.search.analysis import terms
from portal.search.likening import ArticleWords, Kind, learnt
from portal.search.log import SearchEntry
from portal.search.logging import record_outcome, record_search
from portal.search.noise import is_noise
from portal.search.proposing import FOLLOWER, decide, forget, waiting
from portal.search.settling import settle
from portal.search.synonyms import entry
from portal.search.wordbook import Decision, Evidence, Proposal
from portal.tickets.conversation import Event
from portal.tickets.filing import TrailEntry
from portal.tickets.ticket import Ticket
from tests.desk.filings import opened
from tests.search.base import publish

MINUTE = timedelta(minutes=1)
AGO = timedelta(hours=2)

PASSWORD = ArticleWords(
    "Restablecer su contraseña",
    ("Cuando la olvidó",),
    (),
    frozenset(terms("Restablecer su contraseña. La olvidó. Pulse el enlace.", "es")),
)


@pytest.mark.parametrize(
    ("searched", "refined", "taught"),
    [
        ("clave", "contraseña", (Kind.SYNONYM, "clave", "contraseña")),
        ("olvidé mi clave", "olvidé mi contraseña", (Kind.SYNONYM, "clave", "contraseña")),
        (
            "olvidé la Palabra de Paso",
            "olvidé la contraseña",
            (Kind.SYNONYM, "palabra de paso", "contraseña"),
        ),
        ("contrsaeña", "contraseña", None),
        ("no me deja entrar", "contraseña", (Kind.ASKED_AS, "no me deja entrar", "")),
        ("clave y usuario perdidos hoy", "", (Kind.ASKED_AS, "clave y usuario perdidos hoy", "")),
        ("error 0x80070005", "contraseña", (Kind.ASKED_AS, "error 0x80070005", "")),
        ("cuando la olvidó", "", None),
        ("no entra " * 10, "contraseña", None),
        ("de la", "contraseña", None),
    ],
)
def test_what_a_search_made_good_teaches(
    searched: str, refined: str, taught: tuple[Kind, str, str] | None
) -> None:
    found = learnt(searched, refined, PASSWORD, "es")
    assert (found and (found.kind, found.searched, found.meant)) == taught


def test_a_title_of_one_word_stands_for_the_searched_word() -> None:
    bare = ArticleWords("Facturas", (), (), frozenset({"factur"}))
    found = learnt("comprobantes", "", bare, "es")
    assert found is not None
    assert (found.searched, found.meant) == ("comprobantes", "facturas")


def visit_that_ended_well(name: str, article: Article, searched: str, refined: str) -> None:
    """Searched in vain, searched again, read, said that it helped; over since long."""
    at = now() - AGO
    with writing():
        record_search(name, searched, "es", 0, [], at)
        record_search(name, refined, "es", 1, [article.id], at + MINUTE)
        read = ReadEntry(visit=name, article_id=article.id, at=at + 2 * MINUTE)
        db.session.add(read)
        db.session.flush()
        record_helped(article.id, name, True, at + 3 * MINUTE)


def proposals() -> list[tuple[str, str, str]]:
    return [(row.kind, row.searched, row.meant) for row in waiting("es")]


def article_es() -> Article:
    return publish("Contraseñas", "Su contraseña.\n\n## Cuando la olvidó\n\nPulse aquí.", "es")


def test_two_visits_make_a_proposal_and_one_does_not(app: Flask) -> None:
    article = article_es()
    visit_that_ended_well("first", article, "clave", "contraseña")
    assert settle(now()) == 1
    assert proposals() == []
    visit_that_ended_well("second", article, "la Clave", "contraseña")
    settle(now())
    assert proposals() == [("synonym", "clave", "contraseña")]
    [row] = waiting("es")
    assert [each.searched for each in row.evidence] == ["la Clave", "clave"]
    assert {each.refined for each in row.evidence} == {"contraseña"}


def test_settled_twice_counts_once(app: Flask) -> None:
    article = article_es()
    for name in ("first", "second"):
        visit_that_ended_well(name, article, "clave", "contraseña")
    assert settle(now()) == 2
    with writing():
        for row in db.session.scalars(select(SearchEntry)):
            row.is_settled = False
    assert settle(now()) == 2
    assert settle(now()) == 0
    assert len(db.session.scalars(select(Evidence)).all()) == 2
    [row] = waiting("es")
    assert (row.visits, row.links) == (2, 0)


def test_a_visit_is_left_alone_while_it_goes_on(app: Flask) -> None:
    with writing():
        record_search("now", "clave", "es", 0, [], now())
        record_search("long", "clave", "es", 0, [], now() - AGO)
        db.session.add(
            Visit(number="long", browser="b", started_at=now() - AGO, seen_at=now() - MINUTE)
        )
    assert settle(now()) == 0


def test_an_article_that_did_not_help_teaches_nothing(app: Flask) -> None:
    article = article_es()
    for name in ("first", "second"):
        visit_that_ended_well(name, article, "clave", "contraseña")
        with writing():
            record_helped(article.id, name, False, now() - AGO)
    settle(now())
    assert db.session.scalars(select(Proposal)).all() == []


def test_solved_without_a_second_search_offers_the_whole_question(app: Flask) -> None:
    article = publish("Restablecer el acceso", "Con un enlace.", "es")
    for name in ("first", "second"):
        with writing():
            record_search(name, "me bloquearon la cuenta", "es", 0, [], now() - AGO)
            shown = now() - AGO + MINUTE
            record_search(name, "no puedo", "es", 1, [article.id], shown, is_suggestion=True)
            record_outcome(name, "solved", shown, article.id)
    settle(now())
    assert proposals() == [("asked_as", "me bloquearon la cuenta", "")]


def test_an_article_of_another_language_teaches_no_word(app: Flask) -> None:
    article = publish("Passwords", "Your password.", "en")
    for name in ("first", "second"):
        visit_that_ended_well(name, article, "clave", "password")
    settle(now())
    assert db.session.scalars(select(Proposal)).all() == []


def linked_ticket(alice: Person, searched: str, article: Article, key: str = "key-1") -> Ticket:
    """A ticket before which this was searched in vain, and to which an agent linked the article."""
    ticket = opened(alice, key, trail=[])
    with writing():
        db.session.add(TrailEntry(ticket_id=ticket.id, kind="searched", words=searched, at=now()))
        db.session.add(
            Event(
                ticket_id=ticket.id,
                kind="article_linked",
                at=now(),
                by_agent=True,
                subject_id=article.id,
            )
        )
    return ticket


def test_what_one_client_alone_said_teaches_nothing(characters: dict[str, Person]) -> None:
    article = article_es()
    for key in ("1", "2", "3"):
        linked_ticket(characters["alice"], "clave", article, key)
    catch_up(FOLLOWER)
    assert proposals() == []
    linked_ticket(characters["bob"], "clave de ana@example.com", article, "4")
    catch_up(FOLLOWER)
    assert proposals() == [("synonym", "clave", "contraseñas")]
    [row] = waiting("es")
    assert {each.searched for each in row.evidence} == {"clave", "clave de …"}
    with writing():
        rewind("proposals")
    catch_up(FOLLOWER)
    assert (row.visits, row.links) == (0, 2)


def test_one_ticket_and_one_visit_are_two_who_say_it(characters: dict[str, Person]) -> None:
    article = article_es()
    linked_ticket(characters["alice"], "clave", article)
    catch_up(FOLLOWER)
    visit_that_ended_well("first", article, "clave", "contraseñas")
    settle(now())
    assert proposals() == [("synonym", "clave", "contraseñas")]


@pytest.mark.parametrize(
    "noise",
    ["asdfghjkl qwerty", "0x80070005", "CSP", "131047", "exportar -excel", '"de la"', "xkcdvbnm"],
)
def test_noise_is_never_proposed_however_many_searched_it(
    noise: str, characters: dict[str, Person]
) -> None:
    article = article_es()
    for key, name in enumerate(("alice", "bob", "ana")):
        linked_ticket(characters[name], noise, article, str(key))
    catch_up(FOLLOWER)
    assert proposals() == []


@pytest.mark.parametrize(
    "words", ["clave", "error 0x80070005", "T46S no suena", "fax", "VPN lenta", "transcripción"]
)
def test_words_that_others_may_use_are_no_noise(words: str) -> None:
    assert not is_noise(words, "es")


def test_noise_proposed_before_it_was_known_as_such_is_gone(characters: dict[str, Person]) -> None:
    article = article_es()
    with writing():
        db.session.add(
            Proposal(
                language="es", kind="asked_as", searched="asdfghjkl qwerty", searched_key="asdfghjkl qwerty",
                meant="", meant_key=str(article.id), article_id=article.id, visits=5, last_at=now(),
            )
        )  # fmt: skip
    assert proposals() == []


def test_what_the_search_had_shown_teaches_nothing(characters: dict[str, Person]) -> None:
    article = article_es()
    ticket = linked_ticket(characters["alice"], "clave", article)
    with writing():
        at = db.session.scalars(select(TrailEntry.at)).one()
        db.session.add(TrailEntry(ticket_id=ticket.id, kind="shown", article_id=article.id, at=at))
    catch_up(FOLLOWER)
    assert proposals() == []


def test_dismissed_it_comes_back_when_the_evidence_doubles(app: Flask) -> None:
    article = article_es()
    for name in ("1", "2"):
        visit_that_ended_well(name, article, "clave", "contraseña")
    settle(now())
    with writing():
        decide(waiting("es")[0], Decision.DISMISSED)
    for name, count in (("3", 0), ("4", 1)):
        visit_that_ended_well(name, article, "clave", "contraseña")
        settle(now())
        assert len(proposals()) == count


def test_what_stands_already_is_not_proposed(characters: dict[str, Person]) -> None:
    article = article_es()
    for name in ("1", "2"):
        visit_that_ended_well(name, article, "clave", "contraseña")
        visit_that_ended_well(f"b{name}", article, "no puedo entrar nunca", "contraseña olvidó")
    settle(now())
    assert {kind for kind, _searched, _meant in proposals()} == {"synonym", "asked_as"}
    with writing():
        synonyms.add(entry("es", "Claves", "contraseña", False), characters["leo"], now())
    assert [kind for kind, _searched, _meant in proposals()] == ["asked_as"]


def test_evidence_goes_with_the_log(app: Flask) -> None:
    article = article_es()
    for name in ("1", "2"):
        visit_that_ended_well(name, article, "clave", "contraseña")
    settle(now())
    with writing():
        forget(now() - timedelta(days=1))
    assert len(proposals()) == 1
    with writing():
        forget(now())
    assert db.session.scalars(select(Proposal)).all() == []
    assert db.session.scalars(select(Evidence)).all() == []


def test_no_table_of_learning_names_a_person() -> None:
    for model in (SearchEntry, Proposal, Evidence):
        targets = {key.target_fullname for key in model.__table__.foreign_keys}
        assert not {name for name in targets if name.startswith("people")}, model
