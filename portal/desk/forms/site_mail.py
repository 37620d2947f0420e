"""What a lead says about the mail server, and when it is well-formed."""

from typing import Any

from wtforms import IntegerField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import PasswordInput

from portal.desk.forms.site import SectionForm
from portal.desk.forms.site_choices import is_host, server_of
from portal.ground.catalogue import _, _l
from portal.ground.site import Site
from portal.people.forms import NOT_OFFERED, folded, is_address
from portal.people.mail_server import PORTS, MailServer, Security


def _is_wanted(form: SectionForm, field: StringField) -> None:
    """A validator: letters need a sender; a portal that sends none does not."""
    if not field.data:
        sends = "host" not in form or form["host"].data
        raise StopValidation(_("Enter the address your emails come from.") if sends else "")


class MailForm(SectionForm):
    """The server that takes the letters. A password typed is shown back (as dots) and never one that is kept."""

    held = ("mail_url", "mail_from")
    host = StringField(_l("Mail server"), filters=[folded])
    port = IntegerField(
        _l("Port"), [Optional(), NumberRange(1, 65535, _l("Enter a port from 1 to 65535."))]
    )
    security = SelectField(_l("Encryption"), invalid_choice_message=NOT_OFFERED)
    user = StringField(_l("User name"), [Length(max=200)], filters=[folded])
    password = StringField(
        _l("Password"), [Length(max=500)], widget=PasswordInput(hide_value=False)
    )
    mail_from = StringField(_l("From address"), [_is_wanted, is_address], filters=[folded])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.security.choices = [
            SelectChoice(Security.STARTTLS.value, _("STARTTLS (usual, port 587)")),
            SelectChoice(Security.TLS.value, _("TLS from the start (port 465)")),
            SelectChoice(Security.NONE.value, _("None (only on your own network, port 25)")),
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
            raise ValidationError(_("Enter the name of the email server."))
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
        return typed | ({"mail_from": self.mail_from.data or None} if "mail_from" in self else {})
