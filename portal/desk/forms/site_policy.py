"""Which policy says what is promised: one that comes with the portal, or a file of the organisation's own."""

from typing import Any

from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import Length

from portal.desk.forms.site import SectionForm
from portal.desk.forms.site_choices import OWN, policy_choices
from portal.ground.catalogue import _, _l, _n
from portal.ground.site import Site
from portal.people.forms import NOT_OFFERED, folded
from portal.policy.loading import PolicyError, load, preset_names
from portal.policy.mistake import Mistake
from portal.policy.policy import Policy


class PolicyForm(SectionForm):
    """The policy chosen. `mistakes` are those of a file of one's own: (line, mistake); line 0: of the whole."""

    held = ("policy",)
    policy = RadioField(_l("Service policy"), invalid_choice_message=NOT_OFFERED)
    own = StringField(_l("Your own file"), [Length(max=500)], filters=[folded])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.policy.choices = [*policy_choices(preset_names()), (OWN, _("A file of your own"))]
        self.mistakes: list[tuple[int, Mistake]] = []

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        is_preset = site.policy in preset_names()
        return {
            "policy": site.policy if is_preset else OWN,
            "own": "" if is_preset else site.policy,
        }

    def leave_out(self, name: str) -> None:
        del self.policy
        del self.own

    def validate_own(self, field: StringField) -> None:
        if self.policy.data != OWN:
            return
        if not field.data:
            raise ValidationError(
                _("Enter the path of the file on the machine where the portal runs.")
            )
        try:
            load(field.data)
        except PolicyError as error:
            self.mistakes = error.found
            raise ValidationError(
                _("This file cannot be used yet. What is wrong stands below.")
            ) from None

    def chosen(self) -> str:
        """The name or path chosen."""
        return str(self.own.data if self.policy.data == OWN else self.policy.data)

    def values(self, site: Site) -> dict[str, Any]:
        return {"policy": self.chosen()} if "policy" in self else {}


def in_brief() -> dict[str, str]:
    """The policies that come with the portal in one line each, by name."""
    return {name: _brief(load(name)) for name, _title in policy_choices(preset_names())}


def _brief(policy: Policy) -> str:
    return " · ".join(
        (
            _n("%(num)s plan", "%(num)s plans", len(policy.plans)),
            _n("%(num)s severity", "%(num)s severities", len(policy.severities)),
            _n("%(num)s channel", "%(num)s channels", len(policy.channels)),
            _n("%(num)s kind of request", "%(num)s kinds of request", len(policy.request_types)),
        )
    )
