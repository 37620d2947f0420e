"""Words that mean the same, as a lead types them, and the period and language of a list of failing searches."""

from datetime import datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from portal.ground.catalogue import _, _l
from portal.ground.site import LANGUAGES, current_site
from portal.search.synonyms import Entry, entry
from portal.search.wordbook import Synonym

TOO_LONG = _l("Use at most %(most)s characters.", most=1000)
PERIODS = (7, 30, 90)


class SynonymForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """One entry. `proposal` and `key` say what it settles: a proposal's number, a group of searches."""

    language = SelectField(_l("Language"))
    word = StringField(_l("When someone searches for"), [Length(max=1000, message=TOO_LONG)])
    others = TextAreaField(_l("Also find"), [Length(max=1000, message=TOO_LONG)])
    is_two_way = BooleanField(_l("And the other way round: each of them finds all the others"))
    proposal = HiddenField()
    key = HiddenField()

    def __init__(self, row: Synonym | None = None, **values: Any) -> None:
        if row is not None:
            held = {"language": row.language, "word": row.words[0], "is_two_way": row.is_two_way}
            values = held | {"others": ", ".join(row.words[1:])} | values
        super().__init__(**values)
        self.language.choices = language_choices()
        if row is not None:
            self.language.data = row.language

    def entry(self) -> Entry:
        """What was typed, well-formed. Raises Invalid."""
        word, others = self.word.data or "", self.others.data or ""
        return entry(self.language.data, word, others, self.is_two_way.data)


class PeriodForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """How far back a list of failing searches goes, and in which languages. Odd values are the first choice."""

    class Meta:
        csrf = False

    days = SelectField(_l("Period"))
    language = SelectField(_l("Language"))

    def __init__(self, days: str, language: str) -> None:
        named = days if days in {str(each) for each in PERIODS} else "30"
        super().__init__(formdata=None, days=named)
        self.days.choices = [
            SelectChoice(str(each), _("Last %(days)s days", days=each)) for each in PERIODS
        ]
        self.language.choices = [SelectChoice("", _("All")), *language_choices()]
        self.language.data = language if language in current_site().languages else ""

    def since(self, now: datetime) -> datetime:
        """When the period began."""
        return now - timedelta(days=int(self.days.data))

    def languages(self) -> list[str]:
        """The languages asked for."""
        return [self.language.data] if self.language.data else list(current_site().languages)


def language_choices() -> list[SelectChoice]:
    """The site's languages by name, the first of the site first."""
    names = {"es": _("Spanish"), "en": _("English")}
    return [
        SelectChoice(code, names[code]) for code in current_site().languages if code in LANGUAGES
    ]
