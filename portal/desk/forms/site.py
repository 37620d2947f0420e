"""What a lead says about the site, section by section, and when it is well-formed."""

from typing import Any
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import PasswordInput

from portal.desk.forms.site_choices import COLOURS, OWN, is_host, server_of
from portal.ground.catalogue import _, _l
from portal.ground.site import LANGUAGES, Site
from portal.people.forms import LANGUAGE_NAMES, folded, is_address, name_field, time_zones
from portal.people.mail_server import PORTS, MailServer, Security


class SectionForm(FlaskForm):  # type: ignore[misc]  # flask-wtf ships no types
    """One section of the site. `held` are the names of the site's fields that it is about."""

    held: tuple[str, ...] = ()

    @classmethod
    def of(cls, site: Site) -> "SectionForm":
        """The form filled with what the site has; what the environment decides is not asked."""
        form = cls(**cls.shown(site))
        for name in site.fixed & set(cls.held):
            form.leave_out(name)
        return form

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
    name = name_field(_l("Name of your support"), _l("Enter a name: it stands on every page."))
    sentence_es = StringField(_l("One sentence in Spanish"), [Length(max=200)], filters=[folded])
    sentence_en = StringField(_l("One sentence in English"), [Length(max=200)], filters=[folded])

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        texts = {f"sentence_{code}": site.sentence(code) for code in LANGUAGES}
        return {"name": site.name if site.is_set_up or site.name != "Portal" else "", **texts}

    def values(self, site: Site) -> dict[str, Any]:
        texts = {code: self[f"sentence_{code}"].data or "" for code in LANGUAGES}
        return super().values(site) | {"sentences": {k: v for k, v in texts.items() if v}}


class LookForm(SectionForm):
    """The logo and the colour."""

    logo = FileField(_l("Logo"))
    no_logo = BooleanField(_l("Show no logo"))
    colour = RadioField(_l("Colour"), coerce=str)
    hue = IntegerField(_l("Hue of another colour"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        named = [(str(hue), name) for hue, name in COLOURS.items()]
        self.colour.choices = [*named, (OWN, _("Another colour"))]

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        return {"colour": str(site.hue) if site.hue in COLOURS else OWN, "hue": site.hue}

    def validate_hue(self, field: IntegerField) -> None:
        field.errors.clear()  # what is no number is said in our words, and only where it counts
        if self.colour.data == OWN and self.chosen_hue() is None:
            raise ValidationError(_("Enter a whole number from 0 to 359."))

    def chosen_hue(self) -> int | None:
        """The hue chosen so far; None while there is no usable one."""
        colour = self.colour.data or ""
        hue = self.hue.data if colour == OWN else int(colour) if colour.isdigit() else None
        return hue if hue is not None and 0 <= hue < 360 else None

    def values(self, site: Site) -> dict[str, Any]:
        return {"hue": self.chosen_hue()} | ({"logo": None} if self.no_logo.data else {})


class LanguagesForm(SectionForm):
    """The languages of pages and letters, and the clock."""

    held = ("languages", "time_zone")
    languages = SelectMultipleField(
        _l("Languages"),
        [InputRequired(_l("Choose at least one language."))],
        choices=list(LANGUAGE_NAMES.items()),
    )
    time_zone = SelectField(_l("Time zone"), choices=list(time_zones()))


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


class MailForm(SectionForm):
    """The server that takes the letters. A password typed is shown back (as dots) and never one that is kept."""

    held = ("mail_url", "mail_from")
    host = StringField(_l("Mail server"), filters=[folded])
    port = IntegerField(
        _l("Port"), [Optional(), NumberRange(1, 65535, _l("Enter a port from 1 to 65535."))]
    )
    security = SelectField(_l("Encryption"))
    user = StringField(_l("User name"), [Length(max=200)], filters=[folded])
    password = StringField(
        _l("Password"), [Length(max=500)], widget=PasswordInput(hide_value=False)
    )
    mail_from = StringField(
        _l("Letters come from"),
        [DataRequired(_l("Enter the address letters come from.")), is_address],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.security.choices = [
            (Security.STARTTLS.value, _("STARTTLS (usual, port 587)")),
            (Security.TLS.value, _("TLS from the start (port 465)")),
            (Security.NONE.value, _("None (only on your own network, port 25)")),
        ]

    @classmethod
    def shown(cls, site: Site) -> dict[str, Any]:
        server = server_of(site)
        known = {"mail_from": site.mail_from if site.mail_from != "portal@localhost" else ""}
        if server is None:
            return known
        names = ("host", "port", "security", "user")
        return known | {name: getattr(server, name) for name in names}

    def leave_out(self, name: str) -> None:
        names = ("host", "port", "security", "user", "password") if name == "mail_url" else (name,)
        for each in names:
            del self[each]

    def validate_host(self, field: StringField) -> None:
        if not field.data and (self.user.data or self.password.data or self.port.data):
            raise ValidationError(_("Enter the name of the mail server."))
        if field.data and not is_host(field.data):
            raise ValidationError(_("Enter only a name or number, like mail.example.org."))

    def server(self, site: Site) -> MailServer | None:
        """The server as typed (or as fixed); a password left empty is the one that is kept for this account."""
        if "host" not in self:
            return server_of(site)
        if not self.host.data:
            return None
        security, kept = Security(self.security.data), server_of(site)
        password = self.password.data or ""
        if not password and kept and (kept.host, kept.user) == (self.host.data, self.user.data):
            password = kept.password
        port = self.port.data or PORTS[security]
        return MailServer(self.host.data, port, security, self.user.data or "", password)

    def values(self, site: Site) -> dict[str, Any]:
        server = self.server(site)
        typed = {"mail_url": server.url() if server else None} if "host" in self else {}
        return typed | ({"mail_from": self.mail_from.data} if "mail_from" in self else {})
