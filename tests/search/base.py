"""A small knowledge base for the tests of search, written with the verbs that people write with."""

from threading import get_ident
from typing import Any

from sqlalchemy import event

from portal.articles import writing_up
from portal.articles.article import Article, Topic
from portal.articles.texts import ArticleText
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.now import now
from portal.search.engine import Answer, Engine, Query, Reader
from portal.search.following import FOLLOWER
from portal.search.question import question

VISITOR = Reader()

PASSWORD = """Your password is yours alone.

## Change it

Open your account and press *Change*.

## When it is forgotten

Press **Send a link** on the sign-in page. The link works for ten minutes.
"""
CALLS = """Calls end after a few seconds.

## Cause

A firewall closes idle connections. The log says `ERR_CONNECTION_RESET`.

## Way round

Let UDP through from port 10000 on.
"""
CONTRASENA = """Su contraseña es solo suya.

## Cuando la olvidó

Pulse **Enviar un enlace**. El sistema restableció el acceso cuando llega el mensaje.
"""


def asked(
    engine: Engine, words: str, language: str = "en", reader: Reader = VISITOR, **more: Any
) -> Answer:
    """What the engine answers; `more` are fields of `engine.Query`."""
    return engine.find(Query(question(words, language), language, reader, **more))


def publish(title: str, body: str, language: str = "en", slug: str = "", **more: Any) -> Article:
    """An article, published now; the index has not followed yet."""
    text = ArticleText(title=title, body=body, language=language, slug=slug, **more)
    rendered = writing_up.prepare(text)
    with writing():
        revision = writing_up.revise(None, text, None, now(), rendered)
        writing_up.publish(revision, None, now())
    return revision.article


def small_base() -> dict[str, Article]:
    """Topics and articles in both languages, followed by the index; articles by a short name."""
    with writing():
        db.session.add_all(
            [
                Topic(
                    language="en",
                    slug="access",
                    title="Accounts and access",
                    summary="Getting in.",
                    position=1,
                ),
                Topic(language="en", slug="calls", title="Calls", position=2),
                Topic(language="es", slug="acceso", title="Cuentas y acceso", position=1),
            ]
        )
    articles = {
        "password": publish(
            "Passwords", PASSWORD, topic="access", summary="How to change or renew it."
        ),
        "calls": publish(
            "Calls drop",
            CALLS,
            topic="calls",
            kind="known-problem",
            asked_as=("my phone hangs up by itself",),
        ),
        "contrasena": publish("Contraseñas", CONTRASENA, "es", topic="acceso"),
        "secret": publish(
            "Zanzibar protocol",
            "## Zanzibar\n\nFor agents: zanzibar.",
            audience="agents",
            topic="calls",
        ),
        "clients": publish(
            "Madagascar rebate", "For clients: madagascar.", audience="clients", topic="calls"
        ),
    }
    catch_up(FOLLOWER)
    return articles


class Queries:
    """Counts what this thread asks the database inside a `with` block."""

    def __enter__(self) -> "Queries":
        self.thread = get_ident()
        self.statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_exception: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._note)

    def _note(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT") and get_ident() == self.thread:
            self.statements.append(statement)

    @property
    def count(self) -> int:
        return len(self.statements)
