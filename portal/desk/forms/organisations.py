"""What a lead says about a client organisation, and when it is well-formed."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import Length, ValidationError

from portal.desk.forms.choices import titles, with_own
from portal.ground.catalogue import _, _l, _n
from portal.ground.language import current_language
from portal.people.forms import NOT_OFFERED, name_field
from portal.people.names import PUBLIC_DOMAINS, plain_domain
from portal.people.person import Organisation
from portal.policy.editions import current_policy


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """A client organisation: its name, its plan, its mail domains."""

    name = name_field(_l("Name"), _l("Enter the organisation's name."))
    plan = SelectField(_l("Plan"), invalid_choice_message=NOT_OFFERED)
    domains = TextAreaField(_l("Mail domains"), [Length(max=2000)])
    also_tickets = BooleanField()

    def __init__(
        self, organisation: Organisation | None = None, open_tickets: int = 0, **values: Any
    ) -> None:
        if organisation is not None:
            listed = "\n".join(domain.domain for domain in organisation.domains)
            values |= {"name": organisation.name, "plan": organisation.plan, "domains": listed}
        super().__init__(**values)
        plans = titles(current_policy(), current_policy().plans)
        self.plan.choices = with_own(plans, organisation.plan if organisation else None)
        self.also_tickets.label.text = _n(
            "The new plan holds for its open ticket, too",
            "The new plan holds for its %(num)s open tickets, too",
            open_tickets,
        )

    def validate_domains(self, field: TextAreaField) -> None:
        for word in _words(field.data):
            domain = plain_domain(word)
            if domain is None:
                raise ValidationError(
                    _(
                        "%(word)s is not a mail domain. Enter names like example.org.",
                        word=word[:80],
                    )
                )
            if domain in PUBLIC_DOMAINS:
                raise ValidationError(
                    _(
                        "Anyone can have an address at %(domain)s. Add those people one by one.",
                        domain=domain,
                    )
                )

    def domain_list(self) -> list[str]:
        """The domains typed, well-formed."""
        return [domain for word in _words(self.domains.data) if (domain := plain_domain(word))]


def plan_titles() -> dict[str, str]:
    """The policy's plans by key, each with its title."""
    policy, language = current_policy(), current_language()
    return {plan.key: policy.words(plan.title, language) for plan in policy.plans}


def _words(text: str | None) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text or "") if word]
