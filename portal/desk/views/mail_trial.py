"""The test email of the set-up: whether the server takes it, and if not, why, at the field to look at."""

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit

from portal.desk.forms.site_mail import MailForm
from portal.ground.catalogue import _
from portal.ground.site import Site
from portal.people import gate
from portal.people.mail_faults import Fault, fault_of
from portal.people.mail_server import hand_over_now
from portal.people.names import header_words


@dataclass(frozen=True)
class Tried:
    """What came of it; `fault` None: the server took it, or there is none to try (then the form says so)."""

    is_taken: bool
    fault: Fault | None = None


def try_now(form: MailForm, here: Site) -> Tried:
    """Send the test email to whoever asks for it; what fails stands at its field of the form."""
    server, person = form.server(here), gate.current_person()
    if server is None:
        form.host.errors = [_("Enter the name of the email server.")]
        return Tried(is_taken=False)
    sender = str(form.mail_from.data if form.mail_from else here.mail_from)
    try:
        letter = _letter(sender, person.email, here.name, server.host)
        hand_over_now(server, letter, ehlo=urlsplit(here.base_url).hostname)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        fault = fault_of(error, server, sender, person.email)
        if fault.field in form:
            form[fault.field].errors = [f"{fault.words} {fault.remedy}"]
        return Tried(is_taken=False, fault=fault)
    return Tried(is_taken=True)


def _letter(sender: str, to: str, site: str, host: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = sender, to
    letter["Subject"] = header_words(_("Test email from %(site)s", site=site))
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(
        _(
            "This email came through %(host)s. Emails to your clients will come the same way.",
            host=host,
        )
    )
    return letter
