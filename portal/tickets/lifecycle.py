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
    """A deed. `REPLY` is an agent's word to the client, `ANSWER` the client's word to us."""

    RELEASE = "release"
    REPLY = "reply"
    ANSWER = "answer"
    NOTE = "note"
    TAKE = "take"
    ASSIGN = "assign"
    ASK_CLIENT = "ask_client"
    AWAIT_PROVIDER = "await_provider"
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


def _table(rows: dict[Status, dict[Status, tuple[Step, ...]]]) -> dict[tuple[Status, Step], Status]:
    return {
        (start, step): end
        for start, ends in rows.items()
        for end, steps in ends.items()
        for step in steps
    }


_ALWAYS = (Step.NOTE, Step.LINK_ARTICLE)
_SHARING = (Step.ADD_COLLEAGUE, Step.REMOVE_COLLEAGUE)
_WORK = (Step.RECLASSIFY, Step.ESCALATE)

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
            Status.WAITING: (Step.ASK_CLIENT, Step.AWAIT_PROVIDER),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.IN_PROGRESS: {
            Status.IN_PROGRESS: (
                *_ALWAYS, *_SHARING, *_WORK, Step.ANSWER, Step.REPLY, Step.TAKE, Step.ASSIGN
            ),
            Status.WAITING: (Step.ASK_CLIENT, Step.AWAIT_PROVIDER),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.WAITING: {
            Status.WAITING: (
                *_ALWAYS, *_SHARING, *_WORK, Step.ANSWER, Step.REPLY, Step.TAKE, Step.ASSIGN,
                Step.ASK_CLIENT, Step.AWAIT_PROVIDER,
            ),
            Status.IN_PROGRESS: (Step.RESUME,),
            Status.RESOLVED: (Step.RESOLVE,),
            Status.CLOSED: (Step.CLOSE,),
        },
        Status.RESOLVED: {
            Status.RESOLVED: (*_ALWAYS, *_SHARING, Step.REPLY, Step.RATE),
            Status.IN_PROGRESS: (Step.REOPEN,),
            Status.CLOSED: (Step.CONFIRM, Step.CLOSE),
        },
        Status.CLOSED: {
            Status.CLOSED: (*_ALWAYS, Step.REMOVE_COLLEAGUE, Step.RATE),
            Status.IN_PROGRESS: (Step.REOPEN,),
        },
    }
)  # fmt: skip
"""(status, step) → the status that follows. A client's answer that ends a wait is two steps: ANSWER, RESUME."""

_OF_OWNER = frozenset(
    {Step.ANSWER, Step.CONFIRM, Step.REOPEN, Step.RATE, Step.ADD_COLLEAGUE, Step.REMOVE_COLLEAGUE}
)
_OF_COLLEAGUE = frozenset({Step.ANSWER, Step.ADD_COLLEAGUE})
_OF_DESK = frozenset(Step) - {Step.ANSWER, Step.CONFIRM, Step.RATE}


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
