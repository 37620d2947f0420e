"""How people reach the support: the organisation's name, an address for each channel of the policy, emergencies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from portal.desk.forms.site import SectionForm
from portal.ground.catalogue import _, _l
from portal.ground.language import current_language
from portal.ground.site import Site
from portal.people.forms import NOT_OFFERED, folded
from portal.people.names import plain_address
from portal.policy.contacts import EMERGENCY, PORTAL, emergency_ways, way
from portal.policy.editions import current_policy
from portal.policy.loading import PolicyError
from portal.policy.mistake import Unfit
from portal.policy.parts import Channel
from portal.policy.policy import Policy
from portal.policy.site_hours import ALWAYS, RUNS
from portal.policy.times import block_of

HOURS = ("days", "opens", "closes")
INPUTS = {
    "email": {"type": "email", "placeholder": "help@example.org", "spellcheck": "false"},
    "phone": {"type": "tel", "placeholder": "+52 55 0000 0000"},
    "whatsapp": {"type": "tel", "placeholder": "+52 55 0000 0000"},
    "chat": {"placeholder": "https://example.org/chat", "spellcheck": "false"},
    "video": {"placeholder": "https://meet.example.org/help", "spellcheck": "false"},
}
"""What the browser is told of the channels that we know by their keys; of others, nothing."""


@dataclass(frozen=True)
class ChannelAsked:
    """One channel of the form: its name, its fields, what the policy says of it, and what the browser is told."""

    title: str
    address: Field
    hours: list[Field]
    of_policy: str
    attrs: dict[str, str]


class ContactsForm(SectionForm):
    """The fields are those of the policy in force: made by `made`."""

    held = ("organisation", "contacts", "emergency")
    organisation = StringField(_l("Organisation"), [Length(max=200)], filters=[folded])

    @classmethod
    def made(cls) -> type[SectionForm]:
        return type(cls.__name__, (cls,), dict(_fields(policy_here())))

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        known: dict[str, Any] = {"organisation": site.organisation}
        for key, said in (*site.contacts.items(), (EMERGENCY, site.emergency)):
            known |= {f"{name}-{key}": said.get(name, "") for name in ("address", *HOURS)}
        for number, name in _ways(policy_here()):
            known[f"way-{number}"] = site.emergency.get("addresses", {}).get(name, "")
        return known

    def leave_out(self, name: str) -> None:
        if name == "organisation":
            del self.organisation
        for field in [each.name for each in self if _is_about(each.name, name)]:
            del self[field]

    def channels(self) -> list[ChannelAsked]:
        """The channels that are asked for, in the policy's order."""
        policy = policy_here()
        if policy is None:
            return []
        return [
            ChannelAsked(
                title=policy.words(each.title, current_language()),
                address=self[f"address-{each.key}"],
                hours=self._hours(each.key),
                of_policy=_said_of(each, policy),
                attrs=INPUTS.get(each.key, {}),
            )
            for each in _asked(policy)
            if f"address-{each.key}" in self
        ]

    def emergency_fields(self) -> list[Field]:
        """The ways to the emergency contacts; none where no plan has any."""
        return [each for each in self if each.name.startswith("way-")]

    def emergency_hours(self) -> list[Field]:
        return self._hours(EMERGENCY)

    def _hours(self, key: str) -> list[Field]:
        return [self[f"{name}-{key}"] for name in HOURS if f"{name}-{key}" in self]

    def values(self, site: Site) -> dict[str, Any]:
        policy, values = policy_here(), {}
        if "organisation" in self:
            values["organisation"] = self.organisation.data or None
        if "contacts" not in site.fixed:
            typed = {each.key: self._said(each.key) for each in _asked(policy)}
            values["contacts"] = {key: said for key, said in typed.items() if said}
        if "emergency" not in site.fixed:
            ways = {name: self[f"way-{number}"].data for number, name in _ways(policy)}
            said = self._said(EMERGENCY) if ways else {}
            given = {name: address for name, address in ways.items() if address}
            values["emergency"] = said | ({"addresses": given} if given else {})
        return values

    def _said(self, key: str) -> dict[str, str]:
        """What was typed of a channel; hours of days that have none are no hours."""
        names = ("address", "days") if self[f"days-{key}"].data not in RUNS else ("address", *HOURS)
        fields = [f"{name}-{key}" for name in names if f"{name}-{key}" in self]
        return {each.partition("-")[0]: self[each].data for each in fields if self[each].data}


def _fields(policy: Policy | None) -> Iterator[tuple[str, Field]]:
    if policy is None:
        return
    for channel in _asked(policy):
        title = policy.words(channel.title, current_language())
        yield f"address-{channel.key}", _address(title)
        yield from _hour_fields(channel.key)
    ways = emergency_ways(policy)
    for number, contact in enumerate(ways):
        yield f"way-{number}", _address(policy.words(contact.title, current_language()))
    if ways:
        yield from _hour_fields(EMERGENCY)


def _address(title: str) -> StringField:
    return StringField(title, [Length(max=200), _is_usable], filters=[folded])


def _hour_fields(key: str) -> Iterator[tuple[str, Field]]:
    days = [
        SelectChoice("", _("As the policy says")),
        SelectChoice("mon-fri", _("Monday to Friday")),
        SelectChoice("mon-sat", _("Monday to Saturday")),
        SelectChoice("mon-sun", _("Every day")),
        SelectChoice(ALWAYS, _("Round the clock")),
    ]
    yield (
        f"days-{key}",
        SelectField(_("Days"), choices=days, invalid_choice_message=NOT_OFFERED),
    )
    yield f"opens-{key}", StringField(_("Opens"))
    yield f"closes-{key}", StringField(_("Closes"), [_ends_after_it_begins])


def _is_usable(form: FlaskForm, field: StringField) -> None:
    """A validator: what looks like an email address is one."""
    text = field.data or ""
    is_email = field.name == "address-email" or (
        "@" in text and " " not in text and "/" not in text
    )
    if text and is_email and plain_address(text) is None:
        raise ValidationError(_("Enter an email address like help@example.org."))


def _ends_after_it_begins(form: FlaskForm, field: StringField) -> None:
    """A validator: days with hours have both of them, in their order."""
    key = field.name.partition("-")[2]
    if form[f"days-{key}"].data not in RUNS:
        return
    try:
        block_of(f"{form[f'opens-{key}'].data}-{field.data}")
    except Unfit:
        raise ValidationError(
            _("Enter when it opens and when it closes, like 09:00 and 18:00.")
        ) from None


def policy_here() -> Policy | None:
    """The policy in force; None while its file cannot be used and none was in force before."""
    try:
        return current_policy()
    except PolicyError:
        return None


def _asked(policy: Policy | None) -> list[Channel]:
    return [each for each in policy.channels if each.key != PORTAL] if policy else []


def _ways(policy: Policy | None) -> list[tuple[int, str]]:
    if policy is None:
        return []
    return [(number, way(policy, each)) for number, each in enumerate(emergency_ways(policy))]


def _is_about(field: str, name: str) -> bool:
    """Whether the field is about the contacts, or the emergency contacts, of the site."""
    kind, _dash, key = field.partition("-")
    is_emergency = kind == "way" or key == EMERGENCY
    return kind in {"address", "way", *HOURS} and is_emergency == (name == "emergency")


def _said_of(channel: Channel, policy: Policy) -> str:
    """What the policy itself says of the channel: an address in a file of one's own, its hours."""
    calendar = policy.calendar(channel.calendar or "")
    hours = policy.words(calendar.title, current_language()) if calendar else ""
    if channel.address and hours:
        return _("Your policy says: %(address)s, %(hours)s.", address=channel.address, hours=hours)
    said = channel.address or hours
    return _("Your policy says: %(what)s.", what=said) if said else ""
