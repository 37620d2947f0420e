"""A mail server on loopback that keeps what it accepts."""

import re
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller


class Mailbox:
    """Real SMTP in a thread. `letters` are the accepted letters in order; `refuse` addresses get a 550."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse: set[str] = set()
        self.arrived = threading.Event()
        self._controller = Controller(self, hostname="127.0.0.1", port=0)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def start(self) -> None:
        import socket

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._controller.port = free.getsockname()[1]
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd names it)
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(cast(EmailMessage, letter))
        self.arrived.set()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to this address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content()


def link_in(letter: EmailMessage, path: str) -> str:
    """The first address in the letter whose path begins so; without scheme and host."""
    match = re.search(rf"https?://[^/\s]+({re.escape(path)}[^\s>]*)", text_of(letter))
    assert match, f"no link {path} in:\n{text_of(letter)}"
    return match[1]
