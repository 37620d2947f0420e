"""How a solved ticket becomes an article: the first draft made of it, and the words by which clients ask for it."""

import re
from dataclasses import replace

from sqlalchemy import select

from portal.articles.kinds import ArticleAudience, Kind
from portal.articles.texts import ArticleText
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.ground.language import force_locale
from portal.people.person import Person
from portal.tickets.closing import Resolution
from portal.tickets.filing import Answer, ReproductionStep, TrailEntry, TrailKind
from portal.tickets.ticket import Ticket

LONGEST_PHRASE = 200
LONGEST_SUMMARY = 300
MOST_PHRASES = 12
SENTENCE = re.compile(r"(.+?[.!?…])(?:\s|$)", re.DOTALL)
ENVIRONMENT = ("product", "version", "environment")


def first_draft(ticket: Ticket, resolution: Resolution, author: Person) -> ArticleText:
    """An article made of the ticket, in the ticket's language: to be edited before anyone reads it. Two queries."""
    answers = _answers(ticket)
    description = answers.get("description", "")
    with force_locale(ticket.language):
        body = _body(ticket, resolution, answers)
        change = _("First version, from a solved request.")
    return ArticleText(
        title=ticket.title,
        body=body,
        language=ticket.language,
        kind=Kind.KNOWN_PROBLEM,
        summary=_first_sentence(description)[:LONGEST_SUMMARY],
        product=ticket.product,
        topic=ticket.topic,
        audience=ArticleAudience.EVERYONE,
        asked_as=asked_as(ticket),
        author=author.name,
        change=change,
    )


def asked_as(ticket: Ticket) -> tuple[str, ...]:
    """The client's own words for it: the title, how the description begins, what they searched. Two queries."""
    searched = select(TrailEntry.words).where(
        TrailEntry.ticket_id == ticket.id, TrailEntry.kind == TrailKind.SEARCHED
    )
    phrases = [
        ticket.title,
        _first_sentence(_answers(ticket).get("description", "")),
        *db.session.scalars(searched.order_by(TrailEntry.id)),
    ]
    tidy = (" ".join(phrase.split())[:LONGEST_PHRASE] for phrase in phrases)
    once = {phrase.casefold(): phrase for phrase in reversed([each for each in tidy if each])}
    return tuple(reversed(once.values()))[:MOST_PHRASES]


def with_words(text: ArticleText, ticket: Ticket) -> ArticleText:
    """An article that is mended because of this ticket: it is asked for by this client's words, too."""
    known = {phrase.casefold() for phrase in text.asked_as}
    new = [phrase for phrase in asked_as(ticket) if phrase.casefold() not in known]
    return replace(text, asked_as=(*text.asked_as, *new), change="")


def _body(ticket: Ticket, resolution: Resolution, answers: dict[str, str]) -> str:
    """The sections that the ticket has something to say for, as Markdown."""
    symptom = [answers.get("description", ""), _fenced(answers.get("error_message", ""))]
    environment = [answers[key] for key in ENVIRONMENT if answers.get(key)]
    sections = [
        (_("What happens"), "\n\n".join(part for part in symptom if part)),
        (_("Where it happens"), "\n".join(f"- {line}" for line in environment)),
        (_("How to see it happen"), _numbered(_steps(ticket))),
        (_("Expected behaviour"), answers.get("expected", "")),
        (_("Cause"), resolution.cause),
        (_("Until it is solved"), resolution.workaround),
        (_("Solution"), resolution.solution),
    ]
    return "\n\n".join(f"## {title}\n\n{text.strip()}" for title, text in sections if text.strip())


def _answers(ticket: Ticket) -> dict[str, str]:
    query = select(Answer.question, Answer.text).where(Answer.ticket_id == ticket.id)
    return {question: text.replace("\r\n", "\n") for question, text in db.session.execute(query)}


def _steps(ticket: Ticket) -> list[str]:
    query = select(ReproductionStep.text).where(ReproductionStep.ticket_id == ticket.id)
    return list(db.session.scalars(query.order_by(ReproductionStep.number)))


def _numbered(steps: list[str]) -> str:
    lines = (" ".join(step.split()) for step in steps)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _fenced(text: str) -> str:
    """The text as code, behind a fence longer than any in it."""
    if not text.strip():
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.strip()}\n{fence}"


def _first_sentence(text: str) -> str:
    plain = " ".join(text.split())
    found = SENTENCE.match(plain)
    return found[1] if found else plain
