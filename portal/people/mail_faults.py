"""Why a mail server did not take an email: in words, with a remedy, and the setting to look at. One table."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.ground.catalogue import _, _l
from portal.people.mail_server import MailServer, Security, answers_of

_LATER = frozenset({421, 450, 451, 452, 454})
_SIGN_IN_FIRST = frozenset({530})
_EXPIRED = 10
_OTHER_NAME = frozenset({62, 64})
"""OpenSSL's numbers of what is wrong with a certificate: X509_V_ERR_CERT_HAS_EXPIRED, …_HOSTNAME and …_IP_MISMATCH."""


@dataclass(frozen=True)
class Fault:
    """What went wrong and what helps, in the reader's language. `field` is the setting to look at: host, port,
    security, user, mail_from, or '' where none is to blame. `said` is the server's own answer, '' without one."""

    field: str
    words: str
    remedy: str
    said: str


@dataclass(frozen=True)
class _Row:
    """An error is of this row where it is of its kind and, where the row asks for more, that holds."""

    kind: type[Exception]
    field: str
    words: str
    remedy: str
    holds: Callable[[Any], bool] = lambda error: True


def fault_of(error: Exception, server: MailServer, sender: str, recipient: str) -> Fault:
    """The first row of the table that the error belongs to; the last belongs to every one."""
    row = next(row for row in _TABLE if isinstance(error, row.kind) and row.holds(error))
    values = {"host": server.host, "port": server.port, "sender": sender, "recipient": recipient}
    said = "\n".join(f"{code} {text}".strip() for code, text in answers_of(error))
    return Fault(row.field, str(row.words) % values, str(row.remedy), said)


def told(error: Exception, server: MailServer | None = None) -> str:
    """In a line, for whoever looks after the portal: the server's own answer where there is one, else our words."""
    unnamed = MailServer(_("Email server"), 0, Security.NONE)
    fault = fault_of(error, server or unnamed, "", "")
    return fault.said or f"{fault.words} {fault.remedy}"


_TABLE = (
    _Row(
        socket.gaierror,
        "host",
        _l("The name %(host)s can’t be looked up right now."),
        _l("Check that the machine the portal runs on is online, and try again."),
        lambda error: error.errno == socket.EAI_AGAIN,
    ),
    _Row(
        socket.gaierror,
        "host",
        _l("There is no server called %(host)s."),
        _l("Check the spelling. Your email provider lists it as the outgoing (SMTP) server."),
    ),
    _Row(
        UnicodeError,
        "host",
        _l("There is no server called %(host)s."),
        _l("Check the spelling. Your email provider lists it as the outgoing (SMTP) server."),
    ),
    _Row(
        ConnectionRefusedError,
        "port",
        _l("%(host)s doesn’t accept connections on port %(port)s."),
        _l("Check the port: usually 587 with STARTTLS, or 465 with TLS."),
    ),
    _Row(
        TimeoutError,
        "port",
        _l("%(host)s didn’t answer."),
        _l("Check the port and the encryption. Many hosts block port 25: use 587 or 465 instead."),
    ),
    _Row(
        smtplib.SMTPServerDisconnected,
        "port",
        _l("%(host)s didn’t answer."),
        _l("Check the port and the encryption. Many hosts block port 25: use 587 or 465 instead."),
        lambda error: "timed out" in str(error),  # as smtplib words it
    ),
    _Row(
        ssl.SSLCertVerificationError,
        "host",
        _l("The server’s certificate has expired."),
        _l("Ask your email provider to renew it, and try again."),
        lambda error: error.verify_code == _EXPIRED,
    ),
    _Row(
        ssl.SSLCertVerificationError,
        "host",
        _l("The server’s certificate isn’t for %(host)s."),
        _l("Enter the server’s name exactly as your email provider gives it."),
        lambda error: error.verify_code in _OTHER_NAME,
    ),
    _Row(
        ssl.SSLCertVerificationError,
        "host",
        _l("This machine doesn’t trust the server’s certificate."),
        _l(
            "If it’s your own server, add its certificate authority to the machine the portal runs on."
        ),
    ),
    _Row(
        ssl.SSLError,
        "security",
        _l("%(host)s doesn’t use TLS on port %(port)s."),
        _l("Choose STARTTLS for port 587, or TLS from the start for port 465."),
    ),
    _Row(
        smtplib.SMTPNotSupportedError,
        "security",
        _l("%(host)s doesn’t offer STARTTLS on port %(port)s."),
        _l("Choose TLS from the start with port 465."),
        lambda error: "STARTTLS" in str(error),
    ),
    _Row(
        smtplib.SMTPAuthenticationError,
        "user",
        _l("%(host)s can’t check the password right now."),
        _l("Wait a few minutes and try again."),
        lambda error: error.smtp_code in _LATER,
    ),
    _Row(
        smtplib.SMTPAuthenticationError,
        "user",
        _l("%(host)s didn’t accept the user name and password."),
        _l(
            "Check both. If you use two-step verification, create an app password with your provider."
        ),
    ),
    _Row(
        smtplib.SMTPNotSupportedError,
        "user",
        _l("%(host)s doesn’t accept a user name on this connection."),
        _l("Choose an encrypted connection, or leave the user name and password blank."),
        lambda error: "AUTH" in str(error),
    ),
    _Row(
        smtplib.SMTPException,
        "user",
        _l("%(host)s doesn’t offer a sign-in method we support."),
        _l("Ask your email provider for an app password, or for another server."),
        lambda error: "No suitable authentication" in str(error),
    ),
    _Row(
        smtplib.SMTPException,
        "user",
        _l("%(host)s requires you to sign in before sending."),
        _l("Enter the user name and password of your email account."),
        lambda error: any(
            code in _SIGN_IN_FIRST or "relay" in words.lower() for code, words in answers_of(error)
        ),
    ),
    _Row(
        smtplib.SMTPSenderRefused,
        "mail_from",
        _l("%(host)s doesn’t let you send from %(sender)s."),
        _l("Use this account’s own address, or ask your provider to allow the other one."),
    ),
    _Row(
        smtplib.SMTPException,
        "",
        _l("%(host)s asks us to try again later."),
        _l("Wait a few minutes and try again. Nothing is wrong with the settings."),
        lambda error: any(400 <= code < 500 for code, _words in answers_of(error)),
    ),
    _Row(
        smtplib.SMTPRecipientsRefused,
        "",
        _l("%(host)s won’t deliver email to %(recipient)s."),
        _l("Check the email address of your own account."),
    ),
    _Row(
        smtplib.SMTPNotSupportedError,
        "mail_from",
        _l("%(host)s doesn’t support some characters in %(sender)s."),
        _l("Use an address with unaccented characters only (a to z)."),
    ),
    _Row(
        smtplib.SMTPDataError,
        "mail_from",
        _l("%(host)s refused the email."),
        _l("Read its response below. The cause is often the sender’s domain."),
    ),
    _Row(
        smtplib.SMTPResponseException,
        "security",
        _l("%(host)s refused the connection."),
        _l("Read its response below, and check the port and encryption."),
        lambda error: bool(answers_of(error)),
    ),
    _Row(
        smtplib.SMTPException,
        "security",
        _l("%(host)s closed the connection."),
        _l("The port and encryption may not match: 587 with STARTTLS, 465 with TLS."),
    ),
    _Row(
        ConnectionError,
        "security",
        _l("%(host)s closed the connection."),
        _l("The port and encryption may not match: 587 with STARTTLS, 465 with TLS."),
    ),
    _Row(
        Exception,
        "host",
        _l("%(host)s can’t be reached from here."),
        _l(
            "Check the server’s name, and whether a firewall blocks the portal’s outgoing connections."
        ),
    ),
)
