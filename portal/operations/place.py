"""Where a portal runs: its data folder, held by one at a time, and its address, which must be free."""

import fcntl
import http.client
import socket
from pathlib import Path
from typing import IO

from portal.ground.settings import Settings

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 (how one reaches it, not a bind)


class CannotRun(Exception):
    """Why the portal cannot be started, with the remedy, for the one who started it."""


def address(settings: Settings) -> str:
    """Where the web answers, for a person on this machine."""
    host = ANYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def answers(settings: Settings) -> bool:
    """Whether /readyz says that the portal is ready."""
    host = ANYWHERE.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(host, settings.port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def lock(data: Path) -> IO[str]:
    """The data folder, held as long as the returned file is open; CannotRun when another portal holds it."""
    held = (data / "running.lock").open("a")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise CannotRun(
            f"A portal is running on {data} already. End it first, or give this one another DATA folder."
        ) from None
    return held


def refuse_taken_port(settings: Settings) -> None:
    """CannotRun, with the remedy, where something else listens at our address."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotRun(
                f"Cannot listen at {settings.host}:{settings.port}: {error.strerror}. "
                "Set PORT (or HOST) to a free one, for example PORT=8010."
            ) from error
