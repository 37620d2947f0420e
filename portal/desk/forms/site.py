"""What a lead says about the site, section by section, and when it is well-formed."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    ValidationError,
)

from portal.desk.forms.site_choices import is_host
from portal.ground.catalogue import _, _l
from portal.ground.language import current_language
from portal.ground.site import LANGUAGES, Site
from portal.ground.zones import canonical, zone_choices, zone_of_country
from portal.people.forms import LANGUAGE_NAMES, NOT_OFFERED, folded, name_field


class SectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """One section of the site. `held` are the names of the site's fields that it is about."""

    held: tuple[str, ...] = ()

    @classmethod
    def of(cls, site: Site) -> "SectionForm":
        """The form filled with what the site has; what the environment decides is not asked."""
        form = cls.made()(**cls.shown(site))
        for name in site.fixed & set(cls.held):
            form.leave_out(name)
        return form

    @classmethod
    def made(cls) -> "type[SectionForm]":
        """The form with all its fields; some know theirs only when they are asked."""
        return cls

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        """The site's values by the names of the form's fields."""
        return {name: getattr(site, name) for name in cls.held}

    def leave_out(self, name: str) -> None:
        del self[name]

    def values(self, site: Site) -> dict[str, Any]:
        """What was typed, by the names of the site's fields."""
        return {name: self[name].data for name in self.held if name in self}


class NameForm(SectionForm):
    """What the portal is called."""

    held = ("name",)
    name = name_field(_l("Support desk name"), _l("Enter a name. It appears on every page."))
    sentence_es = StringField(_l("One sentence in Spanish"), [Length(max=200)], filters=[folded])
    sentence_en = StringField(_l("One sentence in English"), [Length(max=200)], filters=[folded])

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        texts = {f"sentence_{code}": site.sentence(code) for code in LANGUAGES}
        return {"name": site.name if site.is_set_up or site.name != "Portal" else "", **texts}

    def values(self, site: Site) -> dict[str, Any]:
        texts = {code: self[f"sentence_{code}"].data or "" for code in LANGUAGES}
        return super().values(site) | {"sentences": {k: v for k, v in texts.items() if v}}


class LanguagesForm(SectionForm):
    """The languages of pages and letters, and the clock. The first of the languages is the default one."""

    held = ("languages", "time_zone")
    languages = SelectMultipleField(
        _l("Languages"),
        [InputRequired(_l("Choose at least one language."))],
        choices=[SelectChoice(*each) for each in LANGUAGE_NAMES.items()],
    )
    first = RadioField(
        _l("Default language"),
        choices=[SelectChoice(*each) for each in LANGUAGE_NAMES.items()],
        invalid_choice_message=NOT_OFFERED,
    )
    time_zone = SelectField(_l("Time zone"), invalid_choice_message=NOT_OFFERED)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.time_zone.choices = zone_choices()

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        is_chosen = site.is_set_up or site.time_zone != "UTC"
        zone = canonical(site.time_zone) if is_chosen else _likely_zone()
        return {"languages": site.languages, "first": site.languages[0], "time_zone": zone}

    def leave_out(self, name: str) -> None:
        super().leave_out(name)
        if name == "languages":
            del self.first

    def validate_first(self, field: RadioField) -> None:
        if self.languages.data and field.data not in self.languages.data:
            raise ValidationError(_("Choose a default from the languages selected above."))

    def values(self, site: Site) -> dict[str, Any]:
        values = super().values(site)
        if "first" in self:
            values["languages"] = sorted(
                self.languages.data, key=lambda code: code != self.first.data
            )
        return values


def _likely_zone() -> str:
    """Where somebody may be whom their browser's languages are all we know of; a script knows better."""
    for code, _quality in request.accept_languages:
        country = re.search(r"[-_]([A-Za-z]{2})$", code)
        if country:
            return zone_of_country(country[1].upper(), "")
    return zone_of_country(None, current_language())


class AddressForm(SectionForm):
    """Where people find the portal."""

    held = ("base_url",)
    base_url = StringField(_l("Address of this portal"), [DataRequired(_l("Enter the address."))])

    def propose(self, address: str) -> None:
        """Fill in the address by which the lead came, as long as none was given."""
        if self.base_url:
            self.base_url.data = address

    def validate_base_url(self, field: StringField) -> None:
        wrong = _("Enter the whole address and nothing after it, like https://help.example.org.")
        text = (field.data or "").strip().rstrip("/")
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError:
            raise ValidationError(wrong) from None
        host = parts.hostname or ""
        is_plain = parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}" == text
        if not is_plain or not host or "@" in parts.netloc or not is_host(host) or port == 0:
            raise ValidationError(wrong)
        field.data = text.lower()
