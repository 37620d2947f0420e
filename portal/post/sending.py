"""How one message is written down and handed to a mail server, and whether a refusal is final."""

import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, compat32

from portal.ground.catalogue import _
from portal.people.mail_faults import told
from portal.people.mail_server import MailServer, connect, read_url
from portal.people.names import header_words

PATIENCE = timedelta(seconds=10)
"""How long a mail server may be silent before we give up for now."""


class NotSent(Exception):
    """A letter that did not go. `words` are the server's, or the network's. `is_final`: trying again is
    vain. `is_lost`: the connection is of no more use."""

    def __init__(self, words: str, is_final: bool = False, is_lost: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.is_final = is_final
        self.is_lost = is_lost


def compose(
    sender: tuple[str, str],
    to: tuple[str, str],
    subject: str,
    text: str,
    html: str,
    headers: Mapping[str, str],
) -> EmailMessage:
    """The message in plain text and HTML; `sender` and `to` are (name, address). NotSent for an impossible
    address, and for words that would not stay inside their header.

    It says of itself that a machine wrote it, so that no holiday notice answers.
    """
    message = EmailMessage(policy=SMTP)
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    try:
        message["From"] = Address(header_words(sender[0]), addr_spec=sender[1])
        message["To"] = Address(header_words(to[0]), addr_spec=to[1])
        message["Subject"] = header_words(subject)
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        for header, value in headers.items():
            message[header] = value
    except (ValueError, IndexError) as error:
        words = _("%(address)s isn’t a valid email address.", address=to[1])
        raise NotSent(words, is_final=True) from error
    _check_written(message, to[1])
    return message


def _check_written(message: EmailMessage, address: str) -> None:
    """NotSent where the finished bytes hold other headers, or another recipient, than were meant."""
    try:
        read = BytesHeaderParser(policy=compat32).parsebytes(message.as_bytes())
        recipients = [each.addr_spec for each in message["To"].addresses]
        is_as_meant = read.keys() == message.keys() and recipients == [address]
    except Exception:  # the email package raises many kinds, and others with each release
        is_as_meant = False
    if not is_as_meant:
        words = _(
            "The title or a name can’t be written in an email. Change it, then send this again."
        )
        raise NotSent(words, is_final=True)


@contextmanager
def connection(url: str, own_name: str) -> Iterator[smtplib.SMTP]:
    """An open connection to the mail server of this address, signed in; NotSent where there is none to be had.

    `own_name` is the host by which we greet it.
    """
    server: MailServer | None = None
    try:
        server = read_url(url)
        smtp = connect(server, PATIENCE.total_seconds(), own_name)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotSent(told(error, server), is_lost=True) from error
    try:
        yield smtp
    finally:
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    """Give one message to the server, or raise NotSent.

    Final is a recipient or a text refused by 5xx, or an address that this server cannot carry; a
    refused sender is a matter of our settings, which may be mended, so it is tried again.
    """
    try:
        smtp.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise NotSent(told(error), is_final=min(codes) >= 500) from error
    except smtplib.SMTPResponseException as error:
        is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
        raise NotSent(told(error), is_final, error.smtp_code in {-1, 421}) from error
    except (smtplib.SMTPNotSupportedError, MessageError, ValueError) as error:
        raise NotSent(told(error), is_final=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(told(error), is_lost=True) from error
