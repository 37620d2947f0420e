"""What an agent says about work outside the contract: the clause that excludes it, the way back, the quote."""

from datetime import date, timedelta

from babel.numbers import format_decimal
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from portal.desk.forms.fields import NOT_A_DAY, line_field
from portal.desk.forms.working import words_field
from portal.ground.catalogue import _, _l
from portal.ground.language import current_locale, current_time_zone
from portal.ground.now import now
from portal.people.forms import NOT_OFFERED
from portal.tickets.money import MOST, cents_of, has_decimals, is_whole

LONGEST_OFFER = timedelta(days=731)
"""A quote that stands for longer is a slip of the hand."""


class ScopeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """The clause that excludes the request, and more words for the client."""

    key = HiddenField(id="scope-key")
    clause = RadioField(
        _l("Which clause excludes this?"),
        [InputRequired(_l("Choose the clause. The client will see this."))],
        id="scope-clause",
        invalid_choice_message=NOT_OFFERED,
    )
    text = words_field(
        _l("What does this mean for the client?"),
        _l("Explain what this means for the client. They will see this."),
        "scope-text",
    )


class InScopeForm(FlaskForm):  # type: ignore[misc]
    """Why it belongs to the service after all."""

    key = HiddenField(id="in-scope-key")
    text = words_field(
        _l("Why is it in scope after all?"), _l("Say why: the client reads it."), "in-scope-text"
    )


class QuoteForm(FlaskForm):  # type: ignore[misc]
    """What the work would cost, and until when that stands."""

    key = HiddenField(id="quote-key")
    amount = line_field(
        _l("Amount"), "quote-amount", DataRequired(_l("Enter the amount, as in 1,234.50."))
    )
    currency = SelectField(_l("Currency"), id="quote-currency", invalid_choice_message=NOT_OFFERED)
    valid_until = DateField(
        _l("Valid until"),
        [InputRequired(_l("Enter the last day on which it can be accepted."))],
        invalid_value_message=NOT_A_DAY,
        id="quote-valid-until",
    )
    work = words_field(
        _l("What work does it cover?"),
        _l("Say what is done for it: the client reads it."),
        "quote-work",
    )

    def validate_amount(self, field: StringField) -> None:
        try:
            cents = cents_of(field.data)
        except ValueError:
            raise ValidationError(
                _(
                    "Enter an amount in numbers, like 1,234.50 or 1.234,50: more than zero, and at most %(most)s.",
                    most=format_decimal(MOST // 100, locale=current_locale()),
                )
            ) from None
        if not has_decimals(self.currency.data) and not is_whole(cents):
            raise ValidationError(
                _(
                    "%(currency)s has no decimals. Enter a whole amount.",
                    currency=self.currency.data,
                )
            )

    def validate_valid_until(self, field: DateField) -> None:
        day: date | None = field.data
        today = now().astimezone(current_time_zone()).date()
        if day is not None and day <= today:
            raise ValidationError(_("Choose a day that is still to come."))
        if day is not None and day > today + LONGEST_OFFER:
            raise ValidationError(_("Choose a day within two years from now."))
