"""How people reach this site: its own name, addresses and hours, laid over whatever policy is shown.

A policy says which channels there are and what they promise; who answers there is the site's to say. What a policy
file of one's own says stands where the site says nothing. The addresses of a document that a preset reproduces are
examples: they are no part of any page but a preview.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar, cast

from portal.ground.language import current_language
from portal.ground.site import Site, current_site
from portal.policy.editions import current_policy
from portal.policy.loading import load, preset_names
from portal.policy.parts import Channel, Contact, Emergency, Plan, Text
from portal.policy.policy import Policy
from portal.policy.site_hours import calendar_named, calendar_of
from portal.policy.times import Calendar

PORTAL = "portal"
"""The channel that needs no address: the reader is in it."""

EMERGENCY = "emergency"
_Way = TypeVar("_Way", Channel, Contact)
_MOST = 64
_laid: dict[tuple[str, ...], Policy] = {}


def as_reached_here(policy: Policy) -> Policy:
    """The policy as this site's readers see it. Only for showing: promises are made by the policy itself.

    Channels and emergency contacts without an address are left out.
    """
    site, own = current_site(), _own(policy)
    said = json.dumps([site.name, site.organisation, site.contacts, site.emergency, site.time_zone])
    mark = (policy.edition, own.edition, current_language(), said)
    if mark not in _laid:
        if len(_laid) >= _MOST:
            _laid.clear()
        _laid[mark] = _over(policy, own, site)
    return _laid[mark]


def with_examples(policy: Policy) -> Policy:
    """The policy for a preview: with the name and the addresses of the document where it has none of its own."""
    return policy.model_copy(
        update={
            "organisation": policy.organisation or policy.example_organisation,
            "channels": tuple(_filled(each) for each in policy.channels),
            "plans": tuple(_example_plan(each) for each in policy.plans),
        }
    )


@dataclass(frozen=True)
class Missing:
    """What clients would look for in vain, by its titles: every channel, where none has an address; plans whose
    emergency contact is nobody yet."""

    channels: tuple[Text, ...]
    plans: tuple[Text, ...]

    def __bool__(self) -> bool:
        return bool(self.channels or self.plans)


def missing(policy: Policy) -> Missing:
    """What the site has yet to say under the policy in force."""
    here = as_reached_here(policy)
    others = [each for each in policy.channels if each.key != PORTAL]
    is_reached = any(each.address for each in here.channels)
    pairs = zip(policy.plans, here.plans, strict=True)
    return Missing(
        channels=() if is_reached else tuple(each.title for each in others),
        plans=tuple(plan.title for plan, shown in pairs if plan.emergency and not shown.emergency),
    )


def emergency_ways(policy: Policy) -> list[Contact]:
    """The ways to the emergency contacts of any plan, each title once, in the order of the policy."""
    ways: dict[str, Contact] = {}
    for plan in policy.plans:
        for contact in plan.emergency.contacts if plan.emergency else ():
            ways.setdefault(way(policy, contact), contact)
    return list(ways.values())


def way(policy: Policy, contact: Contact) -> str:
    """What a way is called by, whoever reads: its title in the first language of the policy."""
    return contact.title[policy.languages[0]]


def _own(policy: Policy) -> Policy:
    """The policy whose addresses count: what an older release wrote into a preset was another organisation's."""
    current = current_policy()
    is_older_preset = policy.edition != current.edition and policy.name in preset_names()
    return current if is_older_preset else policy


def _over(policy: Policy, own: Policy, site: Site) -> Policy:
    channels = [_channel(each, own, site) for each in policy.channels]
    name = dict.fromkeys(policy.languages, site.organisation or site.name)
    titles = policy.titles if own is policy else load(policy.name).titles
    return policy.model_copy(
        update={
            "titles": titles,
            "organisation": name if site.organisation else own.organisation or name,
            "channels": tuple(each for each in channels if each.key == PORTAL or each.address),
            "plans": tuple(_plan(each, policy, own, site) for each in policy.plans),
            "calendars": (*policy.calendars, *_calendars(policy, site)),
        }
    )


def _calendars(policy: Policy, site: Site) -> Iterator[Calendar]:
    """The hours that the site says itself."""
    for key, said in (*site.contacts.items(), (EMERGENCY, site.emergency)):
        if said.get("days"):
            channel = policy.channel(key)
            like = policy.calendar(channel.calendar or "") if channel else None
            yield calendar_of(key, said, site.time_zone, like)


def _channel(channel: Channel, own: Policy, site: Site) -> Channel:
    said, file = site.contacts.get(channel.key, {}), own.channel(channel.key)
    address = said.get("address") or (file.address if file else None)
    calendar = calendar_named(channel.key) if said.get("days") else channel.calendar
    return channel.model_copy(
        update={"address": address, "calendar": calendar, "example_address": None}
    )


def _plan(plan: Plan, policy: Policy, own: Policy, site: Site) -> Plan:
    if plan.emergency is None:
        return plan
    contacts = tuple(_contacts(plan, policy, own, site))
    calendar = calendar_named(EMERGENCY) if site.emergency.get("days") else plan.emergency.calendar
    emergency = plan.emergency.model_copy(update={"contacts": contacts, "calendar": calendar})
    return plan.model_copy(update={"emergency": emergency if contacts else None})


def _contacts(plan: Plan, policy: Policy, own: Policy, site: Site) -> Iterator[Contact]:
    kept = own.plan(plan.key)
    file = {
        way(own, each): each.address
        for each in (kept.emergency.contacts if kept and kept.emergency else ())
    }
    for contact in cast(Emergency, plan.emergency).contacts:
        name = way(policy, contact)
        address = site.emergency.get("addresses", {}).get(name) or file.get(name)
        if address:
            yield contact.model_copy(update={"address": address, "example_address": None})


def _filled(part: _Way) -> _Way:
    return part.model_copy(update={"address": part.address or part.example_address})


def _example_plan(plan: Plan) -> Plan:
    if plan.emergency is None:
        return plan
    contacts = tuple(_filled(each) for each in plan.emergency.contacts)
    return plan.model_copy(
        update={"emergency": plan.emergency.model_copy(update={"contacts": contacts})}
    )
