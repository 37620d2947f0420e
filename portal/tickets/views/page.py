"""The ticket as its client sees it: found, gathered, shown; every deed that is refused shows it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, url_for
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from portal.ground.db import db, found
from portal.ground.language import current_language
from portal.ground.now import now
from portal.people.gate import viewer
from portal.people.person import Person
from portal.policy.wording import emergency_shown
from portal.tickets.arranged import for_client
from portal.tickets.closing import Resolution
from portal.tickets.counted import is_counted
from portal.tickets.due_times import policy_for
from portal.tickets.filed import filed_with
from portal.tickets.forms import ColleagueForm, ObjectionForm, RatingForm, ReopenForm, ReplyForm
from portal.tickets.lifecycle import Status, Step, is_open
from portal.tickets.linked import linked_to
from portal.tickets.promises import promise
from portal.tickets.steps import is_rateable, is_reopenable, objecting, steps_for
from portal.tickets.ticket import Colleague, Ticket
from portal.tickets.timeline import timeline
from portal.tickets.wording import score_words, status_words


@dataclass(frozen=True)
class Forms:
    """The forms of the page; one that was refused comes with what was typed."""

    reply: ReplyForm
    reopen: ReopenForm
    rating: RatingForm
    colleague: ColleagueForm
    objection: ObjectionForm


def find(ref: str) -> Ticket:
    """The ticket, if this viewer may see it; 404 else, whether or not there is one."""
    return found(Ticket.visible_to(viewer()).where(Ticket.ref == ref).options(*_WHOLE))


_PARTS = (Ticket.requester, Ticket.organisation, Ticket.assignee, Ticket.rating)
_WHOLE = tuple(joinedload(part) for part in _PARTS)


def url_of(ticket: Ticket, anchor: str | None = None) -> str:
    return url_for("tickets.ticket", ref=ticket.ref, _anchor=anchor)


def allowed_now(ticket: Ticket, at: datetime) -> frozenset[Step]:
    """What the viewer may do on the client's page; agents work at the desk and only look here."""
    who = viewer()
    if who.is_agent:
        return frozenset()
    steps = steps_for(ticket, who.person)
    if not is_reopenable(ticket, at):
        steps -= {Step.REOPEN}
    if not is_rateable(ticket, at):
        steps -= {Step.RATE}
    if ticket.organisation_id is None:
        steps -= {Step.ADD_COLLEAGUE}
    return steps


def latest(ticket: Ticket, at: datetime) -> dict[str, Any]:
    """What the live part of the page shows."""
    filed = filed_with(ticket)
    status, tone = status_words(ticket)
    return {
        "ticket": ticket,
        "filed": filed,
        "status_words": status,
        "status_tone": tone,
        "promise_now": promise(ticket, at),
        "entries": timeline(ticket, for_agent=False, viewer=viewer(), filed=filed),
        "is_over": not is_open(ticket.status),
        "waits_for_answer": _waits_for(ticket) and Step.ANSWER in allowed_now(ticket, at),
        "is_counted": is_counted(ticket) and ticket.status != Status.HELD,
        "emergency": emergency_shown(policy_for(ticket), ticket.plan, ticket.severity, at),
        **for_client(ticket, viewer(), at),
    }


def show(ticket: Ticket, is_reopening: bool = False, **refused: Any) -> str:
    """The whole page; `refused` are forms (reply, reopen, rating, colleague, objection) to be shown again."""
    at = now()
    allowed = allowed_now(ticket, at)
    forms = Forms(
        refused.get("reply") or ReplyForm(formdata=None),
        refused.get("reopen") or ReopenForm(formdata=None),
        refused.get("rating") or _rating_form(ticket),
        refused.get("colleague") or ColleagueForm(formdata=None),
        refused.get("objection") or ObjectionForm(formdata=None),
    )
    shown = latest(ticket, at)
    follows, followed_by = linked_to(ticket, viewer())
    resolution = None if is_open(ticket.status) else _resolution(ticket)
    linked = resolution.article_id if resolution else None
    return render_template(
        "tickets/ticket.html",
        **shown,
        allowed=allowed,
        follows=follows,
        followed_by=followed_by,
        can_be_reopened=is_open(ticket.status) or is_reopenable(ticket, at),
        Step=Step,
        forms=forms,
        is_reopening=is_reopening and Step.REOPEN in allowed,
        resolution=resolution,
        article_ids=[linked, *shown["filed"].articles],
        score_words=score_words(),
        colleagues=_colleagues(ticket),
        can_object=Step.OBJECT in allowed and objecting.is_open_to(ticket, viewer().person),
        facts=_facts(ticket),
        is_guest=viewer().person is None,
    )


def _waits_for(ticket: Ticket) -> bool:
    """Whether it is the client's answer that the ticket waits for."""
    return ticket.status == Status.WAITING and ticket.waiting_for == "client"


def _rating_form(ticket: Ticket) -> RatingForm:
    rating = ticket.rating
    if rating is None:
        return RatingForm(formdata=None)
    return RatingForm(formdata=None, score=rating.score, comment=rating.comment)


def _resolution(ticket: Ticket) -> Resolution | None:
    """The solution that stands."""
    return db.session.scalars(_RESOLUTION, {"ticket": ticket.id}).first()


def _colleagues(ticket: Ticket) -> list[Person]:
    return list(db.session.scalars(_COLLEAGUES, {"ticket": ticket.id}))


_RESOLUTION = (
    select(Resolution)
    .where(Resolution.ticket_id == bindparam("ticket"))
    .order_by(Resolution.id.desc())
    .limit(1)
)
_COLLEAGUES = (
    select(Person)
    .join(Colleague)
    .join(Ticket, Ticket.id == Colleague.ticket_id)
    .where(Colleague.ticket_id == bindparam("ticket"))
    .where(Person.organisation_id == Ticket.organisation_id)
    .order_by(Colleague.added_at)
)


def _facts(ticket: Ticket) -> dict[str, str]:
    """Kind, severity, priority and channel in the words of the ticket's policy."""
    policy, language = policy_for(ticket), current_language()
    severity, kind = policy.severity(ticket.severity), policy.request_type(ticket.kind)
    channel, priority = policy.channel(ticket.channel), policy.priority(ticket.priority)
    return {
        "kind": policy.words(kind.title, language) if kind else ticket.kind,
        "severity": policy.words(severity.title, language) if severity else ticket.severity,
        "severity_means": policy.words(severity.definition, language) if severity else "",
        "priority": policy.words(priority.title, language) if priority else "",
        "channel": policy.words(channel.title, language) if channel else ticket.channel,
    }
