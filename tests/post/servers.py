"""Mail servers that behave badly, on loopback."""

import asyncio
import socket
import threading
from typing import Any

from aiosmtpd.controller import Controller

from tests.mailbox import Mailbox


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Grumpy(Mailbox):
    """Accepts letters, unless `answers` to RCPT or DATA say otherwise; may drop the connection, or be silent."""

    def __init__(self) -> None:
        super().__init__()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.answers: dict[str, str] = {}
        self.drop_at: set[str] = set()
        self.silence = 0.0  # seconds before it answers to DATA
        self.data_begun = threading.Event()

    def start(self) -> None:
        self._controller.start()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 (aiosmtpd's name)
        self.data_begun.set()
        if "DATA" in self.drop_at:
            server.transport.abort()
        if self.silence:
            await asyncio.sleep(self.silence)
        if "DATA" in self.answers:
            return self.answers["DATA"]
        return await super().handle_DATA(server, session, envelope)
