"""What the client does in a story: answers, asks again, shares, confirms, rates, reopens. All inside `writing()`."""

from datetime import datetime

from sqlalchemy import select

from portal.demo.stage import Part, Stage
from portal.ground.db import db
from portal.people.person import Person
from portal.tickets import steps
from portal.tickets.links import prove


def share(stage: Stage, part: Part, at: datetime) -> None:
    """The client lets a colleague see the ticket, where there is one."""
    ticket, client = stage.ticket(part), stage.client(part)
    if client is None or client.organisation_id is None:
        return
    others = select(Person).where(
        Person.organisation_id == client.organisation_id, Person.id != client.id
    )
    colleague = part.chance.choice(db.session.scalars(others.order_by(Person.id)).all())
    steps.add_colleague(ticket, client, colleague, at)


def answer(stage: Stage, part: Part, at: datetime) -> None:
    """What was asked."""
    _client_says(stage, part, part.tell(part.story.problem.answer), at)


def chase(stage: Stage, part: Part, at: datetime) -> None:
    """When will it be done?"""
    _client_says(stage, part, stage.pick(part, "chasing"), at)


def thank(stage: Stage, part: Part, at: datetime) -> None:
    """A word of thanks."""
    _client_says(stage, part, stage.pick(part, "thanks"), at)


def confirm(stage: Stage, part: Part, at: datetime) -> None:
    """It is solved."""
    steps.confirm(stage.ticket(part), stage.client(part), at)


def rate(stage: Stage, part: Part, at: datetime) -> None:
    """Mostly good; worse where the solution did not hold or came too late."""
    ticket, language = stage.ticket(part), part.story.problem.language
    due, done = ticket.resolution_due_at, ticket.resolved_at
    is_late = due is not None and done is not None and done > due
    weights = (9, 13, 16, 32, 30) if part.has_failed or is_late else (1, 3, 7, 33, 56)
    score = part.chance.choices((1, 2, 3, 4, 5), weights)[0]
    says = part.chance.random() < (0.85 if score < 3 else 0.3)
    comment = part.chance.choice(stage.cast.comments[language][str(score)]) if says else ""
    steps.rate(ticket, stage.client(part), score, comment, at)


def reopen(stage: Stage, part: Part, at: datetime) -> None:
    """It still happens."""
    part.has_failed = True
    words = steps.render(stage.pick(part, "reopening"))
    steps.reopen(stage.ticket(part), stage.client(part), words, at)


def _client_says(stage: Stage, part: Part, text: str, at: datetime) -> None:
    """A guest who writes has come by the letter's link, and so shown that the address is theirs."""
    ticket, client = stage.ticket(part), stage.client(part)
    if client is None:
        prove(ticket)
    channel = part.story.channel if part.story.channel in {"email", "whatsapp"} else "portal"
    steps.reply(ticket, client, steps.render(text), at, channel=channel)
