"""Tickets for a base, made by the portal's own verbs at times of the past year; and drafts that are ready to be sent."""

import io
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import FileStorage

from portal.asking.draft import Draft
from portal.asking.drafting import attach, begin
from portal.files.allowance import Allowance
from portal.files.receiving import Prepared, add, prepare
from portal.ground.db import db, writing
from portal.people.person import Person
from portal.policy.editions import current_policy
from portal.search.log import SearchEntry
from portal.tickets import steps
from portal.tickets.closing import Lesson
from portal.tickets.filing import TrailKind
from portal.tickets.opening import Filing, TrailItem, open_ticket
from portal.tickets.ticket import Ticket

BLOCK = 100
YEAR, HOUR = timedelta(days=365), timedelta(hours=1)
RANKS = (1, 2, 2, 3, 3, 3, 4)
"""How grave tickets are, by their share: 1 is the gravest."""
TEXT = (
    "Desde esta mañana las llamadas entran, pero se cortan a los pocos segundos y la persona no escucha nada. "
    "Pasa en tres de los cinco puestos; ya reiniciamos los equipos y el problema sigue igual."
)
ANSWERS = {
    "description": TEXT,
    "error_message": "ERR_MEDIA_TIMEOUT: no audio for 10 s",
    "expected": "La llamada sigue con audio.",
    "obtained": "La llamada se corta sola.",
    "version": "4.12",
    "environment": "Chrome 130, Windows 11",
    "impact.working": "partly",
    "impact.function": "main",
    "impact.people": "some",
    "impact.detour": "no",
}
STEPS = ["Entrar a la consola", "Tomar una llamada de la cola", "Esperar diez segundos"]


@dataclass(frozen=True)
class Cast:
    """Who the tickets are about: those who ask, and those who help."""

    clients: list[Person]
    agents: list[Person]


def make(count: int, now: datetime) -> None:
    """Open `count` tickets over the year before now and bring each to where it stands today: of a
    hundred 93 closed, 2 resolved, 1 waiting, 2 being worked on, 2 that nobody has yet."""
    dice = random.Random(count)  # noqa: S311 (the same tickets every time)
    said = steps.render(TEXT)
    for start in range(0, count, BLOCK):
        with writing():
            cast = _cast()
            for number in range(start, min(start + BLOCK, count)):
                _live(number, cast, said, dice, now)
        db.session.expunge_all()


def make_rich(client: Person, agent: Person, now: datetime) -> str:
    """The reference of one ticket that is being worked on: three steps, two pictures, six messages, what was searched."""
    pictures, opened_at = two_pictures(now), now - 30 * HOUR
    words, trail = (
        steps.render(TEXT),
        [
            TrailItem(TrailKind.SEARCHED, opened_at, "llamada se corta"),
            TrailItem(TrailKind.READ, opened_at, article_id=1),
        ],
    )
    with writing():
        files = add(pictures, opened_at, kept=True)
        filing = _filing(client, 2, opened_at)
        filed = replace(filing, files=[(files[0], 2), (files[1], None)], trail=trail)
        ticket = open_ticket(filed, opened_at)
        steps.take(ticket, agent, opened_at + HOUR)
        for hour in range(1, 4):
            steps.reply(ticket, agent, words, opened_at + hour * HOUR)
            steps.reply(ticket, client, words, opened_at + (hour + 0.5) * HOUR)
        steps.note(ticket, agent, words, opened_at + 5 * HOUR)
        return ticket.ref


def make_long(client: Person, agent: Person, now: datetime) -> str:
    """The reference of one ticket of 200 events: asked, answered and gone on with, again and again."""
    at, words = now - 30 * 24 * HOUR, steps.render(TEXT)
    with writing():
        ticket = open_ticket(_filing(client, 3, at), at)
        steps.take(ticket, agent, at + 0.5 * HOUR)
        for each in range(66):
            steps.ask_client(ticket, agent, words, at + (each * 8 + 1) * HOUR)
            steps.reply(ticket, client, words, at + (each * 8 + 7.9) * HOUR)
        return ticket.ref


def make_drafts(count: int, client: Person, browser: str, now: datetime) -> list[str]:
    """The keys of `count` finished drafts of this client, each with three steps and two pictures, and a trail
    of five searches in the visit in which they were begun."""
    policy, pictures, visit = current_policy(), two_pictures(now), uuid4().hex
    answers = ANSWERS | {"kind": "system-error", "title": "Las llamadas se cortan solas"}
    drafts: list[Draft] = []
    with writing():
        for number in range(5):
            entry = SearchEntry(visit=visit, words=f"llamada {number}", language="es", hits=10)
            entry.shown, entry.at = ["1", "2", "3"], now
            db.session.add(entry)
        for _number in range(count):
            trail = {"page": "severity", "visit": visit, "article": 1, "words": ""}
            draft = begin(client, browser, answers, trail, policy, now)
            draft.steps = list(STEPS)
            on_step, loose = (replace(each, key=uuid4().hex) for each in pictures)
            attach(draft, [on_step], now, 2)
            attach(draft, [loose], now)
            drafts.append(draft)
        return [draft.key for draft in drafts]


def two_pictures(now: datetime) -> list[Prepared]:
    """Two small screenshots, made anew as uploads are."""
    uploads = []
    for number, colour in enumerate(("steelblue", "darkorange")):
        written = io.BytesIO()
        Image.new("RGB", (320, 200), colour).save(written, "PNG")
        written.seek(0)
        uploads.append(FileStorage(written, f"pantalla-{number}.png"))
    prepared, refused = prepare(uploads, now, Allowance(2))
    if refused:
        raise RuntimeError(f"the pictures were refused: {refused}")
    return prepared


def person(email: str) -> Person:
    """The person with this address."""
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def _cast() -> Cast:
    people = db.session.scalars(select(Person).options(joinedload(Person.organisation)))
    cast = Cast([], [])
    for person in people.unique():
        (cast.agents if person.is_agent else cast.clients).append(person)
    return cast


def _live(number: int, cast: Cast, said: steps.Words, dice: random.Random, now: datetime) -> None:
    client, agent = cast.clients[number % len(cast.clients)], dice.choice(cast.agents)
    place = number % 100
    ago = YEAR * dice.random() if place < 93 else 48 * HOUR * dice.random()
    at = now - ago - 50 * HOUR if place < 93 else now - ago - HOUR
    ticket = open_ticket(_filing(client, dice.choice(RANKS), at), at)
    if place >= 98:
        return
    steps.reply(ticket, agent, said, at + 0.2 * HOUR)
    steps.reply(ticket, client, said, at + 0.4 * HOUR)
    if place == 95:
        steps.ask_client(ticket, agent, said, at + 0.5 * HOUR)
    elif place < 95:
        _end(ticket, client, agent, said, at, is_confirmed=place < 93)


def _end(
    ticket: Ticket,
    client: Person,
    agent: Person,
    said: steps.Words,
    at: datetime,
    is_confirmed: bool,
) -> None:
    steps.resolve(
        ticket, agent, said, Lesson.NOTHING, at + 0.7 * HOUR, reason="Ya lo dice el artículo."
    )
    if is_confirmed:
        steps.confirm(ticket, client, at + 0.9 * HOUR)
        steps.rate(ticket, client, 5, "", at + 0.9 * HOUR)


def _filing(client: Person, rank: int, at: datetime) -> Filing:
    """A failure of that rank, as the policy in force names both."""
    policy = current_policy()
    severity = policy.severities[min(rank, len(policy.severities)) - 1]
    return Filing(
        submit_key=uuid4().hex,
        title=f"Las llamadas se cortan solas desde el {at:%d-%m}",
        kind=policy.request_types[0].key,
        severity=severity.key,
        name=client.name,
        email=client.email,
        language=client.language,
        requester=client,
        is_verified=True,
        answers=ANSWERS,
        steps=STEPS,
    )
