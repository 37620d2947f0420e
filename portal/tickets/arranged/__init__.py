"""What is arranged on a ticket, gathered for its pages: reproduction, meetings, access, scope, quotes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.wording import exact
from portal.people.viewer import Viewer
from portal.tickets.arranged.rows import attempts_at, meetings_of, quotes_of, there
from portal.tickets.arranged.shown import (
    AttemptShown,
    MeetingShown,
    QuoteShown,
    attempt_shown,
    meeting_shown,
    quote_shown,
)
from portal.tickets.arrangement import MeetingState, QuoteState, Result
from portal.tickets.due_times import policy_for
from portal.tickets.lifecycle import Step
from portal.tickets.steps import exclusions, steps_for
from portal.tickets.ticket import Ticket

_OPEN_MEETING = {MeetingState.PROPOSED, MeetingState.AGREED}


@dataclass(frozen=True)
class Arranged:
    """All of it. For the client: the open quote and meeting alone. `clause`: why it is out of scope, else empty.

    `access_since`: since when the consent is in force, else empty; `wants_access`: a session is arranged without it.
    `may_…`: what the client who looks may do.
    """

    clause: str = ""
    quote: QuoteShown | None = None
    meeting: MeetingShown | None = None
    access_since: str = ""
    wants_access: bool = False
    may_answer: bool = False
    may_choose: bool = False
    may_allow: bool = False
    may_withdraw: bool = False
    quotes: list[QuoteShown] = field(default_factory=list)
    meetings: list[MeetingShown] = field(default_factory=list)
    attempts: list[AttemptShown] = field(default_factory=list)
    names_exclusions: bool = False


def for_client(ticket: Ticket, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """For the client's page: `arranged`, and `arranged_lines` for the box that says what happens next.

    A meeting and a quote that wait have a card of their own: the box does not say them again.
    """
    known = there(ticket)
    allowed = frozenset() if viewer.is_agent else steps_for(ticket, viewer.person)
    meeting = _open_meeting(ticket, at) if known["meeting"] & _OPEN_MEETING else None
    quotes = quotes_of(ticket) if known["quote"] and ticket.out_of_scope else []
    quote = quote_shown(quotes[0], at) if quotes else None
    lines = [_reproduced_line(result) for result in known["attempt"]]
    if ticket.out_of_scope and not (quote and quote.is_open):
        lines.append(_scope_line(quotes[0].state if quotes else None))
    arranged = Arranged(
        clause=clause_words(ticket),
        quote=quote if quote and quote.is_open else None,
        meeting=meeting,
        access_since=_access_since(ticket),
        wants_access=_wants_access(ticket, meeting),
        may_answer=Step.ANSWER_QUOTE in allowed,
        may_choose=Step.CHOOSE_TIME in allowed,
        may_allow=Step.ALLOW_ACCESS in allowed,
        may_withdraw=Step.WITHDRAW_ACCESS in allowed,
    )
    return {"arranged": arranged, "arranged_lines": lines}


def for_desk(ticket: Ticket, at: datetime) -> dict[str, Any]:
    """For the desk: `arranged`, with what is open, and all that was before it, the latest first."""
    known = there(ticket)
    meetings = [meeting_shown(m, at) for m in meetings_of(ticket)] if known["meeting"] else []
    quotes = [quote_shown(q, at) for q in quotes_of(ticket)] if known["quote"] else []
    attempts = attempts_at(ticket) if known["attempt"] else []
    meeting = next((each for each in meetings if not each.outcome), None)
    arranged = Arranged(
        clause=clause_words(ticket),
        quote=next((each for each in quotes if each.is_open), None),
        meeting=meeting,
        access_since=_access_since(ticket),
        wants_access=_wants_access(ticket, meeting),
        quotes=[each for each in quotes if not each.is_open],
        meetings=[each for each in meetings if each.outcome],
        attempts=[attempt_shown(each) for each in attempts],
        names_exclusions=bool(exclusions(policy_for(ticket))),
    )
    return {"arranged": arranged}


def _reproduced_line(result: str) -> str:
    match result:
        case Result.YES:
            return _("We reproduced the problem.")
        case Result.PARTLY:
            return _("We reproduced part of the problem.")
        case _:
            return _("We haven’t been able to reproduce the problem yet.")


def _scope_line(last: str | None) -> str:
    """What the client can do about what is out of scope while no quote stands; `last`: the state of the last one."""
    match last:
        case None:
            return _("If you disagree, or would like a quote, write to us below.")
        case QuoteState.DECLINED:
            return _(
                "Our quote was declined. If you change your mind or disagree, write to us below."
            )
        case _:
            return _(
                "Our quote is no longer valid. If you would like a new one, write to us below."
            )


def clause_words(ticket: Ticket) -> str:
    """The text of the clause by which the ticket is out of scope; empty where it is not."""
    clause = policy_for(ticket).clause(ticket.out_of_scope) if ticket.out_of_scope else None
    return policy_for(ticket).words(clause.text, current_language()) if clause else ""


def _access_since(ticket: Ticket) -> str:
    return exact(ticket.access_allowed_at) if ticket.access_allowed_at else ""


def _wants_access(ticket: Ticket, meeting: MeetingShown | None) -> bool:
    return meeting is not None and meeting.needs_access and ticket.access_allowed_at is None


def _open_meeting(ticket: Ticket, at: datetime) -> MeetingShown | None:
    meetings = (meeting_shown(each, at) for each in meetings_of(ticket))
    return next((each for each in meetings if not each.outcome), None)
