"""How a stranger's picture becomes ours: made anew in a child process with limits of memory and time."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from portal.files.kinds import Reason, Unacceptable
from portal.files.queueing import turn

PROGRAM = Path(__file__).with_name("reencoding.py")
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}
PATIENCE = 40
"""Seconds after which a picture is given up."""


@dataclass(frozen=True)
class Picture:
    """A picture made anew: where it and its small copy lie for now, and what it is."""

    path: Path
    thumb: Path
    ending: str
    width: int
    height: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.ending]


def make_anew(source: Path, folder: Path) -> Picture:
    """The picture re-encoded into `folder`, when its turn comes; raises Unacceptable.

    The child is started by exec with an empty environment, so threads of the web process are safe and
    none of its secrets are within the decoder's reach.
    """
    path, thumb = folder / "picture", folder / "thumb"
    command = [sys.executable, "-I", str(PROGRAM), str(source), str(path), str(thumb)]
    try:
        with turn():
            ended = subprocess.run(  # noqa: S603 (our own program, arguments are paths of ours)
                command, capture_output=True, timeout=PATIENCE, env={}, check=False
            )
    except subprocess.TimeoutExpired:
        raise Unacceptable(Reason.TOO_SLOW) from None
    if ended.returncode != 0 or not ended.stdout:  # killed by a limit
        raise Unacceptable(Reason.TOO_SLOW)
    outcome = json.loads(ended.stdout)
    if "refused" in outcome:
        raise Unacceptable(Reason(outcome["refused"]))
    return Picture(path, thumb, outcome["ending"], outcome["width"], outcome["height"])
