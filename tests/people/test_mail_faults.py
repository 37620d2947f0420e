"""Why an email did not go: whatever happens on the way, in words, with a remedy, at the setting to look at."""

import smtplib
import socket
import ssl
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from flask import Flask

from portal.ground.language import force_locale
from portal.people import mail_faults
from portal.people.mail_faults import fault_of, told
from portal.people.mail_server import MailServer, Security, connect
from tests.people import house

SERVER = MailServer("mail.andes.example", 587, Security.STARTTLS)


@pytest.fixture
def app() -> Iterator[Flask]:
    yield from house.running()


def untrusted(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def recipient(code: int, words: bytes) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"lead@andes.example": (code, words)})


CASES = [
    (socket.gaierror(socket.EAI_NONAME, "x"), "host", "no server called mail.andes.example"),
    (socket.gaierror(socket.EAI_AGAIN, "x"), "host", "can’t be looked up right now"),
    (UnicodeError("label too long"), "host", "no server called"),
    (ConnectionRefusedError(111, "x"), "port", "doesn’t accept connections on port 587"),
    (TimeoutError("timed out"), "port", "didn’t answer"),
    (smtplib.SMTPServerDisconnected("closed: timed out"), "port", "didn’t answer"),
    (untrusted(10), "host", "certificate has expired"),
    (untrusted(62), "host", "certificate isn’t for mail.andes.example"),
    (untrusted(18), "host", "This machine doesn’t trust"),
    (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER]"), "security", "doesn’t use TLS on port 587"),
    (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), "user", "didn’t accept the user name"),
    (smtplib.SMTPAuthenticationError(454, b"4.7.0 wait"), "user", "right now"),
    (smtplib.SMTPSenderRefused(530, b"5.7.0 first", "s@x"), "user", "requires you to sign in"),
    (smtplib.SMTPSenderRefused(553, b"5.7.1 not yours", "s@x"), "mail_from", "send from desk@"),
    (recipient(550, b"5.7.1 Relay access denied"), "user", "requires you to sign in"),
    (recipient(451, b"4.7.1 Greylisted"), "", "try again later"),
    (recipient(550, b"5.1.1 unknown"), "", "won’t deliver email to lead@andes.example"),
    (smtplib.SMTPDataError(554, b"5.6.0 spam"), "mail_from", "refused the email"),
    (smtplib.SMTPConnectError(554, b"no service"), "security", "refused the connection"),
    (smtplib.SMTPServerDisconnected("x"), "security", "closed the connection"),
    (ConnectionResetError(104, "x"), "security", "closed the connection"),
    (OSError(113, "No route to host"), "host", "can’t be reached from here"),
]


@pytest.mark.parametrize(("error", "field", "words"), CASES)
def test_each_fault_has_words_a_remedy_and_a_field(
    app: Flask, error: Exception, field: str, words: str
) -> None:
    with force_locale("en"):
        fault = fault_of(error, SERVER, "desk@andes.example", "lead@andes.example")
    with force_locale("es"):
        spanish = fault_of(error, SERVER, "desk@andes.example", "lead@andes.example")
    assert fault.field == field
    assert words in fault.words
    assert fault.remedy.endswith(".")
    assert (spanish.words, spanish.remedy) != (fault.words, fault.remedy)
    for text in (fault.words, fault.remedy, spanish.words, spanish.remedy, told(error)):
        assert not any(sign in text for sign in ("Errno", "[SSL", "Error", "%(", "b'"))


def test_the_servers_own_answer_is_kept(app: Flask) -> None:
    fault = fault_of(smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), SERVER, "a@b", "c@d")
    assert fault.said == "535 5.7.8 no"
    assert fault_of(smtplib.SMTPServerDisconnected("x"), SERVER, "a@b", "c@d").said == ""


def test_every_row_is_the_first_of_some_case(app: Flask) -> None:
    with force_locale("en"):
        texts = {str(row.words) for row in mail_faults._TABLE}
        met = {fault_of(error, SERVER, "desk@x", "lead@x").words for error, *_ in CASES}
        spoken = {
            each
            % {
                "host": SERVER.host,
                "port": 587,
                "sender": "desk@x",
                "recipient": "lead@x",
            }
            for each in texts
        }
    of_the_protocol = {
        "STARTTLS on",
        "on this connection",
        "sign-in method",
        "doesn’t support some characters in",
    }
    rest = {each for each in spoken - met if not any(part in each for part in of_the_protocol)}
    assert rest == set()


class Refusing:
    """A server that knows nobody's password."""


def test_a_real_server_that_rejects_the_password(app: Flask) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(
        Refusing(),
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    server.start()
    try:
        account = MailServer("127.0.0.1", port, Security.NONE, "ana", "wrong")
        with pytest.raises(smtplib.SMTPAuthenticationError) as refused:
            connect(account, ehlo="localhost")
    finally:
        server.stop()
    with force_locale("en"):
        fault = fault_of(refused.value, account, "a@b.example", "c@d.example")
    assert (fault.field, fault.said[:3]) == ("user", "535")


def test_a_name_that_nobody_has_is_told_as_that(app: Flask) -> None:
    nobody = MailServer("no-such-server.invalid", 587, Security.STARTTLS)
    with pytest.raises(OSError) as unknown:  # noqa: PT011 (which of them the system says is its own matter)
        connect(nobody, ehlo="localhost")
    assert fault_of(unknown.value, nobody, "a@b.example", "c@d.example").field == "host"
