"""A data folder of a portal that has been in use for a year: people, articles, tickets, votes, views, searches, index."""

import json
import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from portal.app import create_app
from portal.articles import mirroring
from portal.articles.article import Article, Revision, ViewTally, Vote
from portal.articles.importing import import_folder
from portal.articles.sync import sync
from portal.ground.db import db, writing
from portal.ground.following import Cursor, Follower
from portal.ground.now import now
from portal.ground.settings import Settings
from portal.ground.site import site_row
from portal.people.organising import add_organisation, add_person
from portal.people.person import Person
from portal.people.roles import Role
from portal.people.staying import start_session
from portal.policy.editions import current_policy
from portal.post import following as letters
from portal.search import following as indexing
from portal.search.log import SearchEntry
from portal.tickets.ticket import Ticket
from tests.benchmarks import articles, generated, tickets
from tests.benchmarks.serving import Reader

FACTS = "base.json"
POLICY = "sgc-sac-004"
DAY = timedelta(days=1)
FOLLOWERS = (indexing.FOLLOWER, mirroring.FOLLOWER, letters.EVENTS, letters.OUTBOX)


@dataclass(frozen=True)
class Base:
    """A built base: how much is in it, and what of it is asked for."""

    articles: int
    tickets: int
    client_email: str
    client_token: str
    agent_token: str
    ticket: str
    long_ticket: str
    """One of 200 events."""
    article_paths: list[str]
    topic_path: str
    questions: list[str]
    """What is searched: the three longest words of a title."""

    def client(self) -> Reader:
        """A client's browser: alice's, whose rich ticket is `ticket`."""
        return Reader(cookies={"session": self.client_token})

    def agent(self) -> Reader:
        return Reader(cookies={"session": self.agent_token})


Fill = Callable[[Path], None]
"""Puts the articles in: those of a folder of others', or our own in KB_DIR."""


def imported(source: Path, step: int = 1) -> Fill:
    """Every so-manyth article of this folder of another system's."""

    def fill(_kb_dir: Path) -> None:
        with tempfile.TemporaryDirectory() as chosen:
            articles.every(source, step, Path(chosen))
            import_folder(Path(chosen), now())

    return fill


def made(count: int) -> Fill:
    """As many as that, made up."""

    def fill(kb_dir: Path) -> None:
        articles.make(count, kb_dir)
        sync(kb_dir, now())

    return fill


def recombined(source: Path) -> Fill:
    """Those of a file that `generated` made."""

    def fill(kb_dir: Path) -> None:
        generated.write(source, kb_dir)
        sync(kb_dir, now())

    return fill


def build(data: Path, fill: Fill, ticket_count: int, policy: str = POLICY) -> Base:
    """The base in this folder, built where it is not there yet; its tickets are promised by that policy."""
    if (data / FACTS).exists():
        return Base(**json.loads((data / FACTS).read_text("utf-8")))
    with opened(data) as app:
        upgrade()
        kb_dir = app.extensions["portal_settings"].articles_folder
        kb_dir.mkdir(parents=True, exist_ok=True)
        at = now()
        _people(max(1, ticket_count // 100), policy, at)
        fill(kb_dir)
        _readers(at)
        tickets.make(ticket_count, at)
        client, agent = (
            tickets.person("alice@client-0.example"),
            tickets.person("vera@portal.example"),
        )
        refs = (tickets.make_rich(client, agent, at), tickets.make_long(client, agent, at))
        indexing.ensure_index(at)
        _all_followed()
        base = _facts(client, agent, *refs)
    (data / FACTS).write_text(json.dumps(asdict(base)), encoding="utf-8")
    return base


@contextmanager
def opened(data: Path) -> Iterator[Flask]:
    """The app over this folder, inside its context."""
    settings = Settings(_env_file=None, data=data, kb_dir=data / "kb_articles")
    data.mkdir(parents=True, exist_ok=True)
    app = create_app(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def _people(organisations: int, policy: str, at: datetime) -> None:
    """Organisations of ten on the plans in turn, and twenty agents; alice and vera are among them."""
    with writing():
        site = site_row()
        site.name, site.set_up_at, site.policy = "Soporte Andes", at, policy
        site.sentences = {"es": "Estamos para ayudarle.", "en": "We are here to help."}
    plans = [plan.key for plan in current_policy().plans]
    with writing():
        for n in range(organisations):
            plan, domain = plans[n % len(plans)], f"client-{n}.example"
            own = add_organisation(f"Organización {n}", plan, [domain], at - 365 * DAY)
            for m in range(10):
                name = "alice" if n == m == 0 else f"person-{m}"
                address = f"{name}@{domain}"
                add_person(address, f"Persona {m}", Role.CLIENT, own, "es", at)
        names = ["vera", *(f"agent-{n}" for n in range(19))]
        for name in names:
            add_person(f"{name}@portal.example", name.capitalize(), Role.AGENT, None, "es", at)


def _readers(at: datetime) -> None:
    """A month of reading: each article opened on ten days, one vote for each, and two searches."""
    dice = random.Random(7)  # noqa: S311 (the same every time)
    rows = db.session.execute(
        select(Article.id, Article.published_id, Revision.title).join(
            Revision, Article.published_id == Revision.id
        )
    ).all()
    views = [
        {"article_id": row.id, "on": (at - n * DAY).date(), "count": dice.randint(1, 9)}
        for row in rows
        for n in dice.sample(range(60), 10)
    ]
    votes = [
        {
            "article_id": row.id,
            "revision_id": row.published_id,
            "voter": f"voter {row.id}",
            "helpful": dice.random() < 0.7,
            "reason": "",
            "at": at - dice.random() * 60 * DAY,
        }
        for row in rows
    ]
    searches = [
        {
            "visit": f"visit {row.id}",
            "words": row.title,
            "language": "es",
            "hits": 3,
            "shown": [str(row.id)],
            "at": at - dice.random() * 60 * DAY,
        }
        for row in (*rows, *rows)
    ]
    with writing():
        for table, lines in ((ViewTally, views), (Vote, votes), (SearchEntry, searches)):
            db.session.execute(insert(table), lines)


def _all_followed() -> None:
    """Every follower has read its log: a year's letters were sent, a year's articles indexed."""
    with writing():
        for follower in FOLLOWERS:
            _set_to_end(follower)


def _set_to_end(follower: Follower[object]) -> None:  # type: ignore[type-var]
    end = db.session.scalar(select(func.max(follower.log.id))) or 0  # type: ignore[attr-defined]
    db.session.merge(Cursor(follower=follower.name, position=end))


def _facts(client: Person, agent: Person, ref: str, long_ref: str) -> Base:
    with writing():
        tokens = [start_session(who, "Chrome", "127.0.0.1", None, now()) for who in (client, agent)]
    found = (
        select(Article.slug, Revision.title, Revision.topic)
        .join(Revision, Article.published_id == Revision.id)
        .where(Article.language == "es", Revision.audience == "everyone", Revision.topic != "")
        .order_by(Article.id)
    )
    rows = db.session.execute(found).all()
    chosen = rows[:: max(1, len(rows) // 20)]
    return Base(
        articles=db.session.scalar(select(func.count(Article.id))) or 0,
        tickets=db.session.scalar(select(func.count(Ticket.id))) or 0,
        client_email=client.email,
        client_token=tokens[0],
        agent_token=tokens[1],
        ticket=ref,
        long_ticket=long_ref,
        article_paths=[f"/es/articles/{row.slug}" for row in chosen],
        topic_path=f"/es/topics/{chosen[0].topic}",
        questions=[_question(row.title) for row in chosen],
    )


def _question(title: str) -> str:
    words = title.split()
    longest = sorted(words, key=len, reverse=True)[:3]
    return " ".join(word for word in words if word in longest)
