"""What a line of the log may hold: no link that lets somebody in, and no line but the portal's own."""

import logging
import re
import sys

_LINK = re.compile(r"((?:/|%2F)(?:t|r|sign-in|set-up)(?:/|%2F))[\w-]{16,}", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_CHATTY = {
    "alembic": logging.WARNING,
    "MARKDOWN": logging.WARNING,
    "waitress.queue": logging.ERROR,  # it warns of every request that waits a moment
}


class Line(logging.Formatter):
    """One record: its first line begins with the time, all others are set in, whoever wrote them."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def clean(text: str) -> str:
    """The text without secrets of links, without control characters, its later lines set in."""
    shown = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], _LINK.sub(r"\1…", text))
    return shown.replace("\n", "\n    ")


def log_to_stderr() -> None:
    """Have this process log as the portal does."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name, level in _CHATTY.items():
        logging.getLogger(name).setLevel(level)
