"""The life of a ticket as a table: what may be done to it, by whom, and where that leads."""

from enum import StrEnum


class Status(StrEnum):
    HELD = "held"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Step(StrEnum):
    """A deed. `REPLY` is an agent's word to the client, `ANSWER` the client's word to us; `AWAIT` waits for
    anybody but the client; `TAKE_BACK` ends a handover; `WITHDRAW_ACCESS` and `CHOOSE_TIME` are the client's."""

    RELEASE = "release"
    REPLY = "reply"
    ANSWER = "answer"
    NOTE = "note"
    TAKE = "take"
    ASSIGN = "assign"
    ASK_CLIENT = "ask_client"
    AWAIT = "await"
    RESUME = "resume"
    RECLASSIFY = "reclassify"
    ESCALATE = "escalate"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    CLOSE = "close"
    RATE = "rate"
    LINK_ARTICLE = "link_article"
    ADD_COLLEAGUE = "add_colleague"
    REMOVE_COLLEAGUE = "remove_colleague"
    MOVE_PLAN = "move_plan"
    OBJECT = "object"
    ANSWER_OBJECTION = "answer_objection"
    TAKE_BACK = "take_back"
    REPRODUCE = "reproduce"
    ALLOW_ACCESS = "allow_access"
    WITHDRAW_ACCESS = "withdraw_access"
    PROPOSE_MEETING = "propose_meeting"
    CHOOSE_TIME = "choose_time"
    RECORD_MEETING = "record_meeting"
    MARK_OUT_OF_SCOPE = "mark_out_of_scope"
    MARK_IN_SCOPE = "mark_in_scope"
    QUOTE = "quote"
    ANSWER_QUOTE = "answer_quote"


def _table(rows: dict[Status, dict[Status, tuple[Step, ...]]]) -> dict[tuple[Status, Step], Status]:
    return {
        (start, step): end
        for start, ends in rows.items()
        for end, steps in ends.items()
        for step in steps
    }


_ALWAYS = (Step.NOTE, Step.LINK_ARTICLE)
_SHARING = (Step.ADD_COLLEAGUE, Step.REMOVE_COLLEAGUE)
_WORK = (
    Step.RECLASSIFY, Step.MOVE_PLAN, Step.OBJECT, Step.ANSWER_OBJECTION, Step.ESCALATE, Step.TAKE_BACK,
    Step.REPRODUCE, Step.ALLOW_ACCESS, Step.WITHDRAW_ACCESS,
    Step.PROPOSE_MEETING, Step.CHOOSE_TIME, Step.RECORD_MEETING,
)  # fmt: skip

NEXT: dict[tuple[Status, Step], Status] = _table(
    {
        Status.HELD: {
            Status.HELD: _ALWAYS,
            Status.OPEN: (Step.RELEASE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.OPEN: {
            Status.OPEN: (*_ALWAYS, *_SHARING, *_WORK, Step.ANSWER),
            Status.IN_PROGRESS: (Step.REPLY, Step.TAKE, Step.ASSIGN),
            Status.WAITING: (Step.ASK_CLIENT, Step.AWAIT, Step.MARK_OUT_OF_SCOPE),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.IN_PROGRESS: {
            Status.IN_PROGRESS: (
                *_ALWAYS, *_SHARING, *_WORK, Step.ANSWER, Step.REPLY, Step.TAKE, Step.ASSIGN
            ),
            Status.WAITING: (Step.ASK_CLIENT, Step.AWAIT, Step.MARK_OUT_OF_SCOPE),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.WAITING: {
            Status.WAITING: (
                *_ALWAYS, *_SHARING, *_WORK, Step.ANSWER, Step.REPLY, Step.TAKE, Step.ASSIGN,
                Step.ASK_CLIENT, Step.AWAIT, Step.MARK_OUT_OF_SCOPE, Step.QUOTE, Step.ANSWER_QUOTE,
            ),
            Status.IN_PROGRESS: (Step.RESUME, Step.MARK_IN_SCOPE),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.RESOLVED: {
            Status.RESOLVED: (
                *_ALWAYS, *_SHARING, Step.REPLY, Step.RATE, Step.WITHDRAW_ACCESS, Step.RECORD_MEETING
            ),
            Status.IN_PROGRESS: (Step.REOPEN,),
            Status.CLOSED: (Step.CONFIRM, Step.CLOSE),
        },
        Status.CLOSED: {
            Status.CLOSED: (*_ALWAYS, Step.REMOVE_COLLEAGUE, Step.RATE, Step.WITHDRAW_ACCESS),
            Status.IN_PROGRESS: (Step.REOPEN,),
        },
    }
)  # fmt: skip
"""(status, step) → the status that follows. A client's answer that ends a wait is two steps: ANSWER, RESUME."""

_OF_CLIENT = frozenset(
    {
        Step.ANSWER,
        Step.CONFIRM,
        Step.RATE,
        Step.OBJECT,
        Step.ALLOW_ACCESS,
        Step.WITHDRAW_ACCESS,
        Step.CHOOSE_TIME,
        Step.ANSWER_QUOTE,
    }
)
"""What nobody at the desk does in the client's place."""
_OF_OWNER = _OF_CLIENT | {Step.REOPEN, Step.ADD_COLLEAGUE, Step.REMOVE_COLLEAGUE}
_OF_COLLEAGUE = frozenset({Step.ANSWER, Step.ADD_COLLEAGUE, Step.CHOOSE_TIME})
_OF_DESK = frozenset(Step) - _OF_CLIENT


def allowed_steps(role: str, owns: bool, status: str) -> frozenset[Step]:
    """What someone may do now. `role` is client, manager, agent or lead.

    `owns` is for clients: the requester (a guest by the ticket's link too) and the manager of the
    organisation own it; a colleague who was added, or anyone else who sees it, does not. At the desk
    all own every ticket. Nothing for an unknown role: who may not see a ticket is never asked.
    """
    if role in {"agent", "lead"}:
        of_role = _OF_DESK
    elif role in {"client", "manager"}:
        of_role = _OF_OWNER if owns else _OF_COLLEAGUE
    else:
        of_role = frozenset()
    return frozenset(step for step in of_role if (Status(status), step) in NEXT)


def is_open(status: str) -> bool:
    """Whether we still owe something on it."""
    return Status(status) not in {Status.RESOLVED, Status.CLOSED}
