"""What is known while one event is put into words."""

from dataclasses import dataclass

from portal.ground.language import current_language
from portal.policy.parts import Text
from portal.policy.policy import Policy
from portal.tickets.conversation import Event
from portal.tickets.due_times import targets_of
from portal.tickets.ticket import Ticket


@dataclass(frozen=True)
class Told:
    """An event of a ticket under its policy. `name`: who acted; `subject`: the person whom it is about."""

    event: Event
    ticket: Ticket
    policy: Policy
    name: str
    subject: str
    for_agent: bool

    @property
    def is_timed(self) -> bool:
        """Whether a clock runs on the ticket, that could stand still."""
        return targets_of(self.ticket).is_timed

    def title(self, part: object) -> str:
        """The title of a part of the policy in the reader's language; empty where there is none."""
        title: Text | None = getattr(part, "title", None)
        return self.policy.words(title, current_language()) if title else ""

    def tier(self, key: str | None) -> str:
        """The title of that tier; the key where the policy does not know it."""
        return self.title(self.policy.tier(key or "")) or key or ""
