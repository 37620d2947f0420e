"""The forms by which an agent arranges something on a ticket: all empty, or one of them as it was sent."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from portal.desk.forms.fields import line_field, text_field
from portal.desk.forms.meeting import CallOffForm, MeetingForm, RecordForm
from portal.desk.forms.scoping import InScopeForm, QuoteForm, ScopeForm
from portal.ground.catalogue import _l
from portal.ground.language import current_language
from portal.ground.tokens import new_token
from portal.tickets.arrangement import Result
from portal.tickets.due_times import policy_for
from portal.tickets.filed import StepLine
from portal.tickets.money import currency_choices
from portal.tickets.steps import exclusions
from portal.tickets.ticket import Ticket

Form = TypeVar("Form", bound=FlaskForm)


class AttemptForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """An attempt to reproduce the problem."""

    key = HiddenField(id="attempt-key")
    environment = line_field(
        _l("Where did you try it?"),
        "attempt-environment",
        DataRequired(_l("Say where: a test system, a browser, the client’s system.")),
    )
    version = line_field(_l("In which version?"), "attempt-version")
    steps = SelectMultipleField(
        _l("Which of the client’s steps did you follow?"), coerce=int, id="attempt-steps"
    )
    result = RadioField(
        _l("Did it happen?"),
        [InputRequired(_l("Say whether it happened."))],
        choices=[
            SelectChoice(Result.YES.value, _l("Yes, I could reproduce it")),
            SelectChoice(Result.PARTLY.value, _l("Partly")),
            SelectChoice(Result.NO.value, _l("Not yet")),
        ],
        id="attempt-result",
    )
    note = text_field(_l("Note for the desk"), "attempt-note")


class Arranging:
    """One of each, made when it is asked for: most tickets show few of them. `sent`: the name of the one that came
    with this request. `steps`: the client's, to reproduce the problem."""

    def __init__(self, ticket: Ticket, steps: Sequence[StepLine], sent: str = "") -> None:
        self.ticket, self.steps, self.sent = ticket, steps, sent

    @cached_property
    def attempt(self) -> AttemptForm:
        form = self._form(AttemptForm, "attempt")
        form.steps.choices = [
            SelectChoice(step.number, f"{step.number}. {step.text}") for step in self.steps
        ]
        return form

    @cached_property
    def meeting(self) -> MeetingForm:
        return self._form(MeetingForm, "meeting")

    @cached_property
    def record(self) -> RecordForm:
        return self._form(RecordForm, "record")

    @cached_property
    def call_off(self) -> CallOffForm:
        return self._form(CallOffForm, "call_off")

    @cached_property
    def scope(self) -> ScopeForm:
        form, policy = self._form(ScopeForm, "scope"), policy_for(self.ticket)
        form.clause.choices = [
            SelectChoice(clause.key, policy.words(clause.text, current_language()))
            for clause in exclusions(policy)
        ]
        return form

    @cached_property
    def in_scope(self) -> InScopeForm:
        return self._form(InScopeForm, "in_scope")

    @cached_property
    def quote(self) -> QuoteForm:
        form = self._form(QuoteForm, "quote")
        form.currency.choices = [SelectChoice(*each) for each in currency_choices()]
        return form

    @property
    def sent_form(self) -> Any:
        """The form that came with this request; None where none did."""
        return getattr(self, self.sent) if self.sent else None

    def _form(self, of: type[Form], name: str) -> Form:
        """An empty form must not read the words that came for another one; its token is the page's (see _post.html)."""
        form: Any = of() if name == self.sent else of(formdata=None, meta={"csrf": False})
        if "key" in form:
            form.key.data = form.key.data or new_token()
        return cast(Form, form)
