"""What was arranged beside the words, as a line each: attempts to reproduce, access, meetings, scope, quotes."""

from datetime import datetime, timedelta

from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.ground.wording import duration, exact
from portal.tickets.arrangement import MeetingKind, Result
from portal.tickets.events import EventKind
from portal.tickets.happened.told import Told
from portal.tickets.money import money_in

KINDS = frozenset(
    {
        EventKind.REPRODUCED,
        EventKind.ACCESS_ALLOWED,
        EventKind.ACCESS_WITHDRAWN,
        EventKind.MEETING_PROPOSED,
        EventKind.MEETING_AGREED,
        EventKind.MEETING_CALLED_OFF,
        EventKind.MEETING_RECORDED,
        EventKind.OUT_OF_SCOPE,
        EventKind.QUOTED,
        EventKind.QUOTE_ACCEPTED,
        EventKind.QUOTE_DECLINED,
        EventKind.QUOTE_LAPSED,
    }
)


def line(told: Told) -> str:
    """The event as a sentence."""
    match EventKind(told.event.kind):
        case EventKind.REPRODUCED:
            return reproduced_words(told.event.after)
        case EventKind.ACCESS_ALLOWED | EventKind.ACCESS_WITHDRAWN:
            return _access(told)
        case EventKind.OUT_OF_SCOPE:
            return _out_of_scope(told)
        case (
            EventKind.QUOTED
            | EventKind.QUOTE_ACCEPTED
            | EventKind.QUOTE_DECLINED
            | EventKind.QUOTE_LAPSED
        ):
            return _quote(told)
        case _:
            return _meeting(told)


def reproduced_words(result: str | None) -> str:
    """What came of an attempt to reproduce the problem, as the client reads it."""
    match result:
        case Result.YES:
            return _("We reproduced the problem")
        case Result.PARTLY:
            return _("We reproduced part of the problem")
        case _:
            return _("We haven’t been able to reproduce the problem yet")


def meeting_words(kind: str | None) -> str:
    """The kind of a meeting."""
    match kind:
        case MeetingKind.PHONE_CALL:
            return _("Phone call")
        case MeetingKind.VIDEO_CALL:
            return _("Video call")
        case _:
            return _("Remote session")


def _access(told: Told) -> str:
    if told.event.kind == EventKind.ACCESS_ALLOWED:
        return _("%(name)s allowed support to access their system for this ticket", name=told.name)
    if told.event.after:
        return _("Support’s access to the system ended when the ticket closed")
    return _("%(name)s withdrew support’s access to their system", name=told.name)


def _meeting(told: Told) -> str:
    event, name = told.event, told.name
    meeting, after = meeting_words(event.before), event.after or ""
    match EventKind(event.kind), after.partition(" ")[0]:
        case EventKind.MEETING_PROPOSED, _after:
            return _("%(meeting)s: %(name)s proposed times", meeting=meeting, name=name)
        case EventKind.MEETING_AGREED, _after:
            at = exact(datetime.fromisoformat(after))
            return _("%(meeting)s: scheduled for %(time)s", meeting=meeting, time=at)
        case EventKind.MEETING_RECORDED, "held":
            took = duration(timedelta(minutes=int(after.partition(" ")[2] or 0)))
            return _("%(meeting)s: took place (%(amount)s)", meeting=meeting, amount=took)
        case EventKind.MEETING_RECORDED, _after:
            return _("%(meeting)s: did not take place", meeting=meeting)
        case _kind, "none":
            return _(
                "%(meeting)s: none of the times worked for %(name)s", meeting=meeting, name=name
            )
        case _kind, "ended":
            return _("%(meeting)s: no longer needed", meeting=meeting)
        case _:
            return _("%(meeting)s: cancelled by %(name)s", meeting=meeting, name=name)


def _out_of_scope(told: Told) -> str:
    clause = told.policy.clause(told.event.after or "")
    if clause is None:
        return _("This is outside the scope of the service")
    words = told.policy.words(clause.text, current_language())
    if not told.is_timed:
        return _("This is outside the scope of the service: “%(clause)s”", clause=words)
    return _(
        "This is outside the scope of the service: “%(clause)s” The clock is paused",
        clause=words,
    )


def _quote(told: Told) -> str:
    amount, name = money_in(told.event.after), told.name
    match EventKind(told.event.kind):
        case EventKind.QUOTED:
            return _("%(name)s sent a quote for %(amount)s", name=name, amount=amount)
        case EventKind.QUOTE_ACCEPTED:
            return _("%(name)s accepted the quote for %(amount)s", name=name, amount=amount)
        case EventKind.QUOTE_DECLINED:
            return _("%(name)s declined the quote for %(amount)s", name=name, amount=amount)
        case _ if told.event.by_agent:
            return _("The quote for %(amount)s was withdrawn", amount=amount)
        case _:
            return _("The quote for %(amount)s has expired", amount=amount)
