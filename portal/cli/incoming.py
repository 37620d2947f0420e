"""A request as it comes in: how much of it is taken, and where what is too much goes."""

from collections.abc import Callable
from copy import copy
from io import BytesIO
from typing import Any

from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.utilities import Error, RequestEntityTooLarge, RequestHeaderFieldsTooLarge

LONGEST_HEAD = 64_000
"""Bytes of the address and all headers together."""

MOST_READ = 256_000
"""Bytes of a longer head that are read, so that its reader's language is known and its refusal arrives."""

MOST_SWALLOWED = 1_000_000_000
"""A body that is too large is read to its end, and thrown away, up to this size: a browser shows our
answer only when it has sent everything."""

BodyLimit = Callable[[str, str, str], int]


class Full(Error):  # type: ignore[misc]  # waitress has no types
    """There is no room on the disk for what is sent."""

    code, reason = 507, "Insufficient Storage"


class Incoming(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request whose body may be as large as its address takes, which is asked as soon as the head is there."""

    body_limit: BodyLimit = staticmethod(lambda method, path, kind: 0)
    adj: Any
    """The server's adjustments, until the head is there; then those for this address."""

    def received(self, data: bytes) -> int:
        """Take in more of the request: how many bytes of `data` belonged to it."""
        try:
            taken = int(super().received(data))
        except OSError:  # a body is kept on disk from half a megabyte on
            taken = self._without_room(data)
        if self.error:
            self.expect_continue = False  # or waitress would ask for the body of what is refused
        return taken

    def parse_header(self, head: bytes) -> None:
        """Read the head, and ask how large a body may come after it."""
        super().parse_header(head)
        if len(head) > LONGEST_HEAD:
            self.error = RequestHeaderFieldsTooLarge("in all")
            self.body_rcv, self.content_length = None, 0
            return
        most = self.body_limit(self.command, self.path, self.headers.get("CONTENT_TYPE", ""))
        self.adj = own = copy(self.adj)
        own.max_request_body_size = most + 1  # refused from this size on
        if most < self.content_length <= MOST_SWALLOWED and not self.expect_continue:
            own.max_request_body_size = MOST_SWALLOWED + 1
            self._swallow(self.content_length, RequestEntityTooLarge("for this address"))

    def _swallow(self, left: int, error: Error) -> None:
        """Read so many bytes more, keep none of them, and then refuse the request."""
        self.error, self.body_rcv = error, FixedStreamReceiver(left, Nowhere())

    def _without_room(self, data: bytes) -> int:
        if not isinstance(self.body_rcv, FixedStreamReceiver):
            self.error, self.completed = Full("no room"), True
            return len(data)
        self._swallow(self.body_rcv.remain, Full("no room"))
        return int(super().received(data))

    def without_body(self) -> "Incoming":
        """The same request without what was sent; for the start page, where its head is at fault."""
        bare = Incoming(self.adj)
        bare.parse_header(b"GET / HTTP/1.0\r\n")
        kept = self.headers
        if isinstance(self.error, RequestEntityTooLarge | Full):
            for name in ("command", "path", "query", "request_uri", "version"):
                setattr(bare, name, getattr(self, name))
        else:
            kept = {name: kept[name] for name in ("HOST", "ACCEPT_LANGUAGE") if name in kept}
        bare.headers = kept | {"CONTENT_LENGTH": "0"}
        return bare


class Nowhere:
    """Takes what is not wanted."""

    def append(self, data: bytes) -> None:
        """Let it go."""

    def getfile(self) -> Any:
        """Nothing of it."""
        return BytesIO()

    def close(self) -> None:
        """Nothing is open."""

    def __len__(self) -> int:
        return 0
