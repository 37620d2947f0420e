"""A mail server as the site keeps it (one address), as a form shows it (five fields), and how to reach it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

TIMEOUT = 10.0  # seconds


class Security(StrEnum):
    """How the way to the server is kept private; the value is the scheme of its address."""

    STARTTLS = "smtp+starttls"
    TLS = "smtps"
    NONE = "smtp"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = ""

    def url(self) -> str:
        """'smtp+starttls://user:password@host:587', user and password percent-encoded."""
        account = ""
        if self.user:
            account = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.security}://{account}{host}:{self.port}"


def read_url(url: str) -> MailServer:
    """The server of an address; ValueError with what is wrong where it is none."""
    parts = urlsplit(url)
    if parts.scheme not in set(Security):
        raise ValueError(f"{parts.scheme!r} is not one of: {', '.join(Security)}")
    if not parts.hostname:
        raise ValueError("the address names no host")
    security = Security(parts.scheme)
    return MailServer(
        host=parts.hostname,
        port=parts.port or PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def connect(server: MailServer, timeout: float = TIMEOUT, ehlo: str | None = None) -> smtplib.SMTP:
    """An open connection, signed in where the server has an account. OSError or SMTPException where not.

    `ehlo` is the name by which we greet; without it the machine's own name is looked up, which may take long.
    """
    if server.security is Security.TLS:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, ehlo, timeout=timeout, context=context
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, ehlo, timeout=timeout)
    try:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def hand_over_now(server: MailServer, letter: EmailMessage, ehlo: str | None = None) -> None:
    """Hand this letter over. Raises OSError, SMTPException or ValueError where the server does not take it."""
    with connect(server, ehlo=ehlo) as smtp:
        smtp.send_message(letter)


def answers_of(error: Exception) -> list[tuple[int, str]]:
    """What the server answered, as (code, words); nothing where no server did."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        pairs = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= _ANSWERED:
        pairs = [(error.smtp_code, error.smtp_error)]  # type: ignore[list-item]  # str or bytes
    else:
        pairs = []
    return [(code, _text(words)) for code, words in pairs]


_ANSWERED = 200
"""The least code of a server; smtplib says -1 where the connection was lost."""


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
