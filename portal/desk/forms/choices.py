"""What can be chosen at the desk, as options: parts of a policy by their titles, people by name, places."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from wtforms.fields import SelectChoice

from portal.desk.team import Member
from portal.ground.catalogue import _
from portal.ground.language import current_language
from portal.policy.parts import Text
from portal.policy.policy import Policy
from portal.tickets.handover import Destination, Handover

ABOVE = "@management"
"""The choice of the place above; no level has such a key."""


class Titled(Protocol):
    """A part of the policy with a key and a title."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Text: ...


def titles(policy: Policy, parts: Iterable[Titled], group: str | None = None) -> list[SelectChoice]:
    """Each part by its title, under the heading `group` where there is one."""
    language = current_language()
    return [
        SelectChoice(part.key, policy.words(part.title, language), optgroup=group) for part in parts
    ]


def with_own(offered: list[SelectChoice], own: str | None) -> list[SelectChoice]:
    """These, and what is chosen already where the policy in force no longer offers it: saving must not change it."""
    if not own or own in {choice.value for choice in offered}:
        return offered
    label = _("%(name)s (not in the policy in force)", name=own)
    return [*offered, SelectChoice(own, label)]


def people(team: Sequence[Member]) -> list[SelectChoice]:
    """Each person by name."""
    return [SelectChoice(str(person.id), person.name) for person in team]


def levels(policy: Policy, tier: str, above: str | None) -> list[SelectChoice]:
    """The levels above this one, and the place of the chain that hears of the ticket next."""
    management = policy.tier(above) if above else None
    if management is None:
        return titles(policy, policy.tiers_above(tier))
    words = policy.words(management.title, current_language())
    return [
        *titles(policy, policy.tiers_above(tier), _("Takes over the ticket")),
        SelectChoice(ABOVE, words, optgroup=_("Notified only: the assignee keeps the ticket")),
    ]


def pauses(policy: Policy) -> list[SelectChoice]:
    """What can follow a reply: going on, waiting for the client, waiting for another reason of the policy."""
    language = current_language()
    others = [reason for reason in policy.waiting_reasons if reason.key != "client"]
    offered = [SelectChoice("", _("Keep working on the ticket"))]
    if policy.waiting_reason("client"):
        offered.append(SelectChoice("client", _("We wait for the client’s answer")))
    for reason in others:
        whom = policy.words(reason.title, language)
        offered.append(SelectChoice(reason.key, _("We wait for %(whom)s", whom=whom)))
    return offered


def places(policy: Policy, opened: Sequence[Handover]) -> list[SelectChoice]:
    """Where the ticket is beside its assignee, each by its name."""
    return [SelectChoice(str(each.id), place_of(policy, each)) for each in opened]


def place_of(policy: Policy, handover: Handover) -> str:
    """The name of the place where a handover went."""
    if handover.destination in {Destination.TIER, Destination.MANAGEMENT}:
        tier = policy.tier(handover.tier or "")
        return policy.words(tier.title, current_language()) if tier else handover.tier or ""
    if handover.destination == Destination.PROVIDER:
        return handover.name or _("An outside provider")
    return handover.name or _("Our developers")
