"""The filters over the queue, as a form that goes into the address."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import SearchField, SelectField, StringField

from portal.desk.sieve import NOBODY, Sieve
from portal.ground.catalogue import _, _l
from portal.ground.language import current_language
from portal.people.person import Person
from portal.policy.policy import Policy


class SieveForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """What narrows the queue; every field may stay empty."""

    class Meta:
        csrf = False  # it is read only: nothing is written by it

    q = SearchField(_l("Words, name, address or reference"))
    severity = SelectField(_l("Severity"), validate_choice=False)
    kind = SelectField(_l("Kind of request"), validate_choice=False)
    assignee = SelectField(_l("Who has it"), validate_choice=False)
    organisation = StringField(_l("Organisation"))
    product = StringField(_l("Product"))


def sieve_form(sieve: Sieve, policy: Policy, team: Sequence[Person]) -> SieveForm:
    """The form as the address has it, with what this policy and team offer."""
    form = SieveForm(formdata=MultiDict(sieve.in_address))
    language, every = current_language(), ("", _("All"))
    form.severity.choices = [
        every, *((each.key, policy.words(each.title, language)) for each in policy.severities)
    ]  # fmt: skip
    form.kind.choices = [
        every, *((each.key, policy.words(each.title, language)) for each in policy.request_types)
    ]  # fmt: skip
    people = ((str(person.id), person.name) for person in team)
    form.assignee.choices = [every, (NOBODY, _("Nobody yet")), *people]
    return form
