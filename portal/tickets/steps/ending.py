"""How a ticket ends, and how it comes back: resolved, confirmed, closed, reopened, rated."""

from collections.abc import Sequence
from datetime import datetime

from portal.files.file import File
from portal.ground.catalogue import _
from portal.ground.db import db
from portal.people.person import Person
from portal.people.refusal import Forbidden
from portal.tickets.closing import Lesson, Rating, Resolution
from portal.tickets.conversation import MessageKind
from portal.tickets.due_times import keep_promises, policy_for
from portal.tickets.events import EventKind
from portal.tickets.lifecycle import Status, Step
from portal.tickets.reopening import is_reopenable, rateable_until
from portal.tickets.steps.arranging import end_access, let_go
from portal.tickets.steps.moving import Words, attach, follow, log, move, say, was_said
from portal.tickets.steps.returning import end_all
from portal.tickets.steps.talking import take_if_free
from portal.tickets.ticket import LastWord, Ticket


def resolve(
    ticket: Ticket,
    person: Person,
    solution: Words,
    lesson: Lesson,
    now: datetime,
    cause: str = "",
    workaround: str = "",
    article_id: int | None = None,
    reason: str = "",
    evidence: Sequence[File] = (),
) -> Resolution:
    """Say how it was solved, and what the knowledge base got out of it.

    `solution` is the client's to read; cause, workaround and evidence are the desk's. A lesson
    'linked' names its article, 'nothing' its reason; 'written' may name its article later.
    """
    if lesson is Lesson.LINKED and article_id is None:
        raise Forbidden(_("Say which article is right for this."))
    if lesson is Lesson.NOTHING and not reason.strip():
        raise Forbidden(_("Say why there is nothing to learn."))
    let_go(ticket, person, now)
    move(ticket, Step.RESOLVE, person)
    take_if_free(ticket, person, now)
    end_all(ticket, now)
    resolution = Resolution(
        ticket_id=ticket.id,
        cause=cause,
        workaround=workaround,
        solution=solution.text,
        solution_html=solution.html,
        lesson=lesson,
        article_id=article_id,
        reason=reason,
        person_id=person.id,
        at=now,
    )
    db.session.add(resolution)
    db.session.flush()
    attach(ticket, evidence, is_internal=True)
    ticket.closes_at = now + policy_for(ticket).close_after
    ticket.last_word_at, ticket.last_word_by = now, LastWord.AGENT
    log(ticket, EventKind.RESOLVED, person, now, subject_id=resolution.id)
    if article_id is not None:
        log(ticket, EventKind.ARTICLE_LINKED, person, now, subject_id=article_id)
    keep_promises(ticket, now)
    return resolution


def link_article(ticket: Ticket, person: Person, article_id: int, now: datetime) -> None:
    """Note that this article answers the ticket (by number only: tickets do not know articles)."""
    move(ticket, Step.LINK_ARTICLE, person)
    log(ticket, EventKind.ARTICLE_LINKED, person, now, subject_id=article_id)


def confirm(ticket: Ticket, person: Person | None, now: datetime) -> None:
    """The client says that it is solved: the ticket closes. Twice is once."""
    if ticket.status == Status.CLOSED:
        return
    move(ticket, Step.CONFIRM, person)
    _close(ticket, now)
    log(ticket, EventKind.CONFIRMED, person, now)
    keep_promises(ticket, now)


def close(ticket: Ticket, person: Person, words: Words, now: datetime) -> None:
    """An agent closes without a solution (asked twice, no request at all); `words` tell the client why."""
    let_go(ticket, person, now)
    move(ticket, Step.CLOSE, person)
    _close(ticket, now)
    message = say(ticket, MessageKind.REASON, person, words, now)
    log(ticket, EventKind.CLOSED, person, now, message)
    keep_promises(ticket, now)


def close_by_itself(ticket: Ticket, now: datetime) -> None:
    """Nobody answered in time: a resolved ticket closes."""
    let_go(ticket, None, now)
    follow(ticket, Step.CLOSE)
    _close(ticket, now)
    log(ticket, EventKind.CLOSED, None, now)


def reopen(
    ticket: Ticket,
    person: Person | None,
    words: Words,
    now: datetime,
    files: Sequence[File] = (),
    key: str | None = None,
) -> None:
    """It still happens: go on where it was left; the same key does it once.

    Raises Forbidden when that is too long ago for a client.
    """
    if was_said(key):
        return
    if not (person and person.is_agent) and not is_reopenable(ticket, now):
        raise Forbidden(
            _("This ticket was closed too long ago to be reopened. Please send a new request.")
        )
    move(ticket, Step.REOPEN, person)
    ticket.closes_at = ticket.closed_at = None
    message = say(ticket, MessageKind.REASON, person, words, now, files, key=key)
    log(ticket, EventKind.REOPENED, person, now, message)
    keep_promises(ticket, now)


def rate(ticket: Ticket, person: Person | None, score: int, comment: str, now: datetime) -> None:
    """Keep the client's rating, 1 to 5; it can be changed until the policy's days after closing.

    The same score and comment again change nothing. Raises Forbidden when it is not asked for (any more).
    """
    if not is_rateable(ticket, now):
        raise Forbidden(_("The time to rate this is over. Thank you all the same."))
    move(ticket, Step.RATE, person)
    rating = db.session.get(Rating, ticket.id)
    before = str(rating.score) if rating else None
    if rating is None:
        db.session.add(Rating(ticket_id=ticket.id, score=score, comment=comment, at=now))
    elif (rating.score, rating.comment) == (score, comment):
        return
    else:
        rating.score, rating.comment, rating.changed_at = score, comment, now
    if before != str(score):
        log(ticket, EventKind.RATED, person, now, before=before, after=str(score))


def is_rateable(ticket: Ticket, now: datetime) -> bool:
    """Whether a rating can still be given or changed."""
    until = rateable_until(ticket)
    return until is None or now <= until


def _close(ticket: Ticket, now: datetime) -> None:
    end_access(ticket, now)
    ticket.closed_at, ticket.closes_at = now, None
    end_all(ticket, now)
