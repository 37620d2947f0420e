"""Which tickets the queue shows: one of its views, and the filters of its address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

LONGEST_WORDS = 200
NOBODY = "none"
"""What the filter 'who has it' says for tickets that nobody has."""


class QueueView(StrEnum):
    """The tabs of the queue."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    HELD = "held"
    CLOSED = "closed"


@dataclass(frozen=True)
class Sieve:
    """What narrows the list; an empty text lets everything through. `assignee` is a person's number
    as text, or NOBODY; `words` are looked for in title, reference and requester."""

    words: str = ""
    severity: str = ""
    priority: str = ""
    kind: str = ""
    assignee: str = ""
    organisation: str = ""
    product: str = ""

    @property
    def is_narrow(self) -> bool:
        return self != Sieve()

    @property
    def in_address(self) -> dict[str, str]:
        """The filters that are set, as the address holds them."""
        named = {name: str(getattr(self, name)) for name in _NAMES}
        return {_NAMES[name]: value for name, value in named.items() if value}


_NAMES = {each.name: "q" if each.name == "words" else each.name for each in fields(Sieve)}


def view_named(name: str | None) -> QueueView:
    """The view that the address names; all open tickets where it names none that there is."""
    return QueueView(name) if name in set(QueueView) else QueueView.OPEN


def sieve_of(address: Mapping[str, str]) -> Sieve:
    """The filters as the query of an address has them."""
    given = {name: address.get(key, "").strip()[:LONGEST_WORDS] for name, key in _NAMES.items()}
    return Sieve(**given)
