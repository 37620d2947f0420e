"""The filters over the queue: what can be chosen, and what the address has chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.desk.sieve import NOBODY, Sieve
from portal.desk.team import Member
from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.policy.parts import Priority, RequestType, Severity
from portal.policy.policy import Policy

Option = tuple[str, str]


@dataclass(frozen=True)
class Filter:
    """One control: a text where there are no options, else a choice among them, '' being all."""

    name: str
    label: str
    chosen: str
    options: Sequence[Option] = ()


def filters(sieve: Sieve, policy: Policy, team: Iterable[Member]) -> list[Filter]:
    """The controls as the address has them, with what this policy and team offer.

    No form of wtforms: nothing is written by it, and its hundred options would take as long as a page.
    """
    people = [(str(person.id), person.name) for person in team]
    offered = [
        Filter("severity", _("Severity"), sieve.severity, _options(policy, policy.severities)),
        Filter("priority", _("Priority"), sieve.priority, _options(policy, policy.priorities)),
        Filter("kind", _("Kind of request"), sieve.kind, _options(policy, policy.request_types)),
        Filter("assignee", _("Assignee"), sieve.assignee, [(NOBODY, _("Nobody yet")), *people]),
    ]
    return [
        *(each for each in offered if each.options),
        Filter("organisation", _("Organisation"), sieve.organisation),
        Filter("product", _("Product"), sieve.product),
    ]


def _options(policy: Policy, parts: Iterable[Severity | Priority | RequestType]) -> list[Option]:
    language = current_language()
    return [(part.key, policy.words(part.title, language)) for part in parts]
