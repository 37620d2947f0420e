"""How a ticket was solved and what the knowledge base gets out of it, and when that is well-formed."""

from flask_wtf import FlaskForm
from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.desk.forms.working import LONGEST, TOO_LONG
from portal.ground.catalogue import _, _l
from portal.people.forms import NOT_OFFERED
from portal.tickets.closing import Lesson

OTHER = "other"
"""The choice that takes the article from its address."""

SHORT = Length(max=LONGEST, message=TOO_LONG)


class ResolutionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """Cause, workaround, solution, evidence, and one of three lessons."""

    solution = TextAreaField(
        _l("Solution"),
        [DataRequired(_l("Explain how the ticket was resolved. The client will see this.")), SHORT],
    )
    cause = TextAreaField(_l("Cause"), [SHORT])
    workaround = TextAreaField(_l("Workaround"), [SHORT])
    evidence = MultipleFileField(_l("Evidence"))
    lesson = RadioField(
        _l("What should we add to the knowledge base?"),
        [InputRequired(_l("Choose what the knowledge base gets out of this."))],
        choices=[
            SelectChoice(Lesson.LINKED.value, _l("An article is right about this already")),
            SelectChoice(Lesson.WRITTEN.value, _l("I’ll write or update an article")),
            SelectChoice(Lesson.NOTHING.value, _l("Nothing to learn")),
        ],
    )
    article = SelectField(_l("Which article?"), default=OTHER, invalid_choice_message=NOT_OFFERED)
    address = StringField(_l("Address of another article"))
    reason = TextAreaField(_l("Why is there nothing to learn?"), [SHORT])

    def validate_reason(self, field: TextAreaField) -> None:
        if self.lesson.data == Lesson.NOTHING and not (field.data or "").strip():
            raise ValidationError(_("Say why there is nothing to learn."))

    def validate_address(self, field: StringField) -> None:
        is_asked = self.lesson.data == Lesson.LINKED and self.article.data == OTHER
        if is_asked and not (field.data or "").strip():
            raise ValidationError(_("Choose the article, or paste its address."))
