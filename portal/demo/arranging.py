"""What the desk and the client of a story agree on: a session at a time, a price. All inside `writing()`."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.demo.fitting import exclusion_in
from portal.demo.stage import Part, Stage
from portal.demo.story import Deed
from portal.ground.db import db
from portal.tickets import steps
from portal.tickets.arrangement import Meeting, MeetingKind, MeetingState, Quote, QuoteState
from portal.tickets.steps import Offer, Proposal

SESSION = timedelta(minutes=25)
STANDS = timedelta(days=15)
"""How long a quote can be accepted."""

_OFFERED = ((1, time(10)), (1, time(15, 30)), (2, time(11)))
"""The times of a session nobody has agreed to yet: days from now, by the clock of the site."""


def propose(stage: Stage, part: Part, at: datetime) -> None:
    """Offer a remote session: where the story has one held, at its time too."""
    told = part.moment_of(Deed.MEET)
    zone = ZoneInfo(stage.cast.site["time_zone"])
    today = at.astimezone(zone).date()
    times = [datetime.combine(today + timedelta(days), hour, zone) for days, hour in _OFFERED]
    if told is not None:
        times[0] = told - 2 * SESSION
    proposal = Proposal(MeetingKind.REMOTE_SESSION, tuple(sorted(times)))
    words = steps.render(stage.pick(part, "proposed"))
    steps.propose_meeting(stage.ticket(part), stage.person(part.agent_id), proposal, words, at)


def agree(stage: Stage, part: Part, at: datetime) -> None:
    """The client chooses a time, and lets us in."""
    ticket, client, told = stage.ticket(part), stage.client(part), part.moment_of(Deed.MEET)
    meeting = _meeting(ticket.id, MeetingState.PROPOSED)
    chosen = told - 2 * SESSION if told else max(each.at for each in meeting.times)
    steps.agree(ticket, client, meeting, chosen, at)
    steps.allow_access(ticket, client, at)


def meet(stage: Stage, part: Part, at: datetime) -> None:
    """The session was held: what came of it is the desk's."""
    ticket = stage.ticket(part)
    meeting, note = _meeting(ticket.id, MeetingState.AGREED), stage.pick(part, "met")
    minutes = SESSION // timedelta(minutes=1)
    steps.record_meeting(ticket, stage.person(part.agent_id), meeting, minutes, note, at)


def mark_out(stage: Stage, part: Part, at: datetime) -> None:
    """Say by which clause the plan does not cover it."""
    clause = exclusion_in(stage.policy, "uncontracted-development")
    words = steps.render(part.tell(part.story.problem.scope))
    steps.mark_out_of_scope(stage.ticket(part), stage.person(part.agent_id), clause, words, at)


def offer(stage: Stage, part: Part, at: datetime) -> None:
    """Quote what it would cost."""
    problem = part.story.problem
    made = Offer(
        cents=problem.price["amount"] * 100,
        currency=problem.price["currency"],
        valid_until=(at + STANDS).date(),
        work=part.tell(problem.work),
    )
    steps.quote(stage.ticket(part), stage.person(part.agent_id), made, at)


def accept(stage: Stage, part: Part, at: datetime) -> None:
    """The client wants it at that price."""
    ticket = stage.ticket(part)
    steps.accept_quote(ticket, stage.client(part), _quote(ticket.id), at)


def decline(stage: Stage, part: Part, at: datetime) -> None:
    """The client does not want it, and says why."""
    ticket, words = stage.ticket(part), steps.render(stage.pick(part, "declined"))
    steps.decline_quote(ticket, stage.client(part), _quote(ticket.id), words, at)


def _meeting(ticket_id: int, state: MeetingState) -> Meeting:
    wanted = select(Meeting).where(Meeting.ticket_id == ticket_id, Meeting.state == state)
    return db.session.scalars(wanted).one()


def _quote(ticket_id: int) -> Quote:
    wanted = select(Quote).where(Quote.ticket_id == ticket_id, Quote.state == QuoteState.OPEN)
    return db.session.scalars(wanted).one()
