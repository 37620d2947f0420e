"""What each deed of a story does: the rooms' own verbs, at the story's own time. All inside `writing()`."""

from collections.abc import Callable
from datetime import datetime

from portal.demo import answering, arranging, handing
from portal.demo.filing import file_ticket
from portal.demo.resolving import publish, resolve
from portal.demo.stage import Part, Stage
from portal.demo.story import Deed
from portal.tickets import steps
from portal.tickets.arrangement import Result
from portal.tickets.closing_up import close_unanswered
from portal.tickets.lifecycle import Status
from portal.tickets.watching import watch

Act = Callable[[Stage, Part, datetime], None]


def act(stage: Stage, part: Part, deed: Deed, at: datetime) -> None:
    """Do it, and look at the ticket again when time has something to say of it.

    Raises Forbidden where a story is not possible: a mistake in its plot.
    """
    ACTS[deed](stage, part, at)
    stage.look_later(part, at)


def _open(stage: Stage, part: Part, at: datetime) -> None:
    part.agent_id = stage.colleague_at("level-1", part.chance)
    ticket = file_ticket(stage, part, at)
    part.ticket_id = ticket.id
    part.agent_id = ticket.assignee_id or part.agent_id


def _release(stage: Stage, part: Part, at: datetime) -> None:
    ticket, agent = stage.ticket(part), stage.person(part.agent_id)
    steps.note(ticket, agent, steps.render(stage.cast.words[ticket.language]["released"]), at)
    steps.release(ticket, agent, at)


def _take(stage: Stage, part: Part, at: datetime) -> None:
    steps.take(stage.ticket(part), stage.person(part.agent_id), at)


def _note(stage: Stage, part: Part, at: datetime) -> None:
    own = part.story.problem.note if part.chance.random() < 0.7 else ""
    words = steps.render(part.tell(own) if own else stage.pick(part, "taken"))
    steps.note(stage.ticket(part), stage.person(part.agent_id), words, at)


def _greet(stage: Stage, part: Part, at: datetime) -> None:
    _reply(
        stage, part, f"{stage.pick(part, 'greetings')}\n\n{part.tell(part.story.problem.first)}", at
    )


def _ask(stage: Stage, part: Part, at: datetime) -> None:
    ticket, problem = stage.ticket(part), part.story.problem
    words = f"{stage.pick(part, 'asked')}\n\n{part.tell(problem.question)}"
    if ticket.first_response_at is None:
        words = f"{stage.pick(part, 'greetings')}\n\n{words}"
    steps.ask_client(ticket, stage.person(part.agent_id), steps.render(words), at)


def _update(stage: Stage, part: Part, at: datetime) -> None:
    own = "" if part.has_failed else part.story.problem.update
    _reply(stage, part, part.tell(own) if own else stage.pick(part, "updates"), at)


def _reclassify(step: int, words: str) -> Act:
    """One severity up (-1) or down (+1), as far as the scale goes."""

    def act(stage: Stage, part: Part, at: datetime) -> None:
        ticket, keys = stage.ticket(part), [each.key for each in stage.policy.severities]
        place = keys.index(ticket.severity) + step
        if not 0 <= place < len(keys):
            return
        severity = keys[place]
        agent, why = stage.person(part.agent_id), steps.render(stage.pick(part, words))
        steps.reclassify(ticket, agent, severity, ticket.kind, why, at)

    return act


def _escalate(stage: Stage, part: Part, at: datetime) -> None:
    ticket, own = stage.ticket(part), part.story.problem.escalation
    words = steps.render(part.tell(own) if own else stage.pick(part, "escalated"))
    above = stage.policy.tiers_above(ticket.tier)
    if not above:
        return
    steps.escalate(ticket, stage.person(part.agent_id), above[0].key, words, at)
    part.agent_id = ticket.assignee_id or stage.colleague_at("level-2", part.chance)


def _await(stage: Stage, part: Part, at: datetime) -> None:
    own = part.story.problem.provider
    words = steps.render(part.tell(own) if own else stage.pick(part, "provider"))
    steps.wait_for(stage.ticket(part), stage.person(part.agent_id), "provider", words, at)


def _resume(stage: Stage, part: Part, at: datetime) -> None:
    steps.resume(stage.ticket(part), stage.person(part.agent_id), at)


def _close(stage: Stage, part: Part, at: datetime) -> None:
    ticket, agent = stage.ticket(part), stage.person(part.agent_id)
    words = "let_be" if ticket.out_of_scope else "closed"
    steps.close(ticket, agent, steps.render(stage.pick(part, words)), at)


def _lapse(stage: Stage, part: Part, at: datetime) -> None:
    """The job's own verb: it closes whatever has waited long enough by now."""
    if stage.ticket(part).status == Status.RESOLVED:
        close_unanswered(at)


def _look(stage: Stage, part: Part, at: datetime) -> None:
    """The watch's own verb: it says what has come up by now, of this ticket and of others."""
    watch_at = stage.ticket(part).watch_at
    if watch_at is not None and watch_at <= at:
        watch(at)


def _reply(stage: Stage, part: Part, text: str, at: datetime) -> None:
    steps.reply(stage.ticket(part), stage.person(part.agent_id), steps.render(text), at)


ACTS: dict[Deed, Act] = {
    Deed.OPEN: _open,
    Deed.RELEASE: _release,
    Deed.SHARE: answering.share,
    Deed.TAKE: _take,
    Deed.NOTE: _note,
    Deed.GREET: _greet,
    Deed.ASK: _ask,
    Deed.ANSWER: answering.answer,
    Deed.CHASE: answering.chase,
    Deed.UPDATE: _update,
    Deed.THANK: answering.thank,
    Deed.LOWER: _reclassify(+1, "lowered"),
    Deed.RAISE: _reclassify(-1, "raised"),
    Deed.ESCALATE: _escalate,
    Deed.TAKE_OVER: _take,
    Deed.AWAIT: _await,
    Deed.RESUME: _resume,
    Deed.RESOLVE: resolve,
    Deed.PUBLISH: publish,
    Deed.CONFIRM: answering.confirm,
    Deed.RATE: answering.rate,
    Deed.REOPEN: answering.reopen,
    Deed.CLOSE: _close,
    Deed.LAPSE: _lapse,
    Deed.LOOK: _look,
    Deed.TRY_YES: handing.attempt(Result.YES),
    Deed.TRY_PARTLY: handing.attempt(Result.PARTLY),
    Deed.TRY_NO: handing.attempt(Result.NO),
    Deed.HAND_OUT: handing.hand_out,
    Deed.HAND_IN: handing.hand_in,
    Deed.TAKE_BACK: handing.take_back,
    Deed.AWAIT_PARTS: handing.await_parts,
    Deed.OBJECT: handing.object_to,
    Deed.STAND_BY: handing.stand_by,
    Deed.PROPOSE: arranging.propose,
    Deed.AGREE: arranging.agree,
    Deed.MEET: arranging.meet,
    Deed.MARK_OUT: arranging.mark_out,
    Deed.OFFER: arranging.offer,
    Deed.ACCEPT: arranging.accept,
    Deed.DECLINE: arranging.decline,
}
