"""How the machine under the portal is: room and speed of its disk, its clock, the versions of its parts."""

import os
import re
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import func, select

from portal.ground.db import db
from portal.ground.now import now
from portal.ground.settings import PROJECT, Settings
from portal.ground.site import current_site
from portal.tickets.conversation import Event

LITTLE_ROOM = 1_000_000_000  # bytes
NO_ROOM = 100_000_000
SLOW_SYNC = timedelta(milliseconds=20)
APART = timedelta(seconds=5)
"""How far the clocks of this machine and of its disk, or of its last event, may be apart."""

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")


class Health(StrEnum):
    GOOD = "good"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One part: how it is, in words, and what to do."""

    part: str
    health: Health
    words: str
    remedy: str = ""


def disk(settings: Settings) -> Finding:
    """Room left where the data lies."""
    free = shutil.disk_usage(settings.data).free
    words = f"{free / 1e9:.1f} GB free for {settings.data}"
    if free < NO_ROOM:
        return Finding("disk", Health.BROKEN, words, "Make room now: nothing can be kept soon.")
    if free < LITTLE_ROOM:
        return Finding("disk", Health.WARNING, words, "Make room, or move DATA to a larger disk.")
    return Finding("disk", Health.GOOD, words)


def sync_time(data: Path) -> Finding:
    """How long the disk takes to keep something for good: the middle of twenty tries."""
    part, times = "writing to disk", []
    with NamedTemporaryFile(dir=data, prefix=".doctor-") as file:
        for _try in range(20):
            begun = now()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(now() - begun)
    middle = sorted(times)[len(times) // 2]
    words = f"{middle.total_seconds() * 1000:.1f} ms to keep a page for good"
    if middle > SLOW_SYNC:
        remedy = "Every write waits for this. Move DATA to a local solid-state disk."
        return Finding(part, Health.WARNING, words, remedy)
    return Finding(part, Health.GOOD, words)


def clock(data: Path) -> Finding:
    """Whether this machine's time can be right: it agrees with the disk's, and nothing happened later than now."""
    at = now()
    with NamedTemporaryFile(dir=data, prefix=".doctor-") as file:
        on_disk = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=at.tzinfo)
    latest = db.session.scalar(select(func.max(Event.at)))
    words = f"{at:%Y-%m-%d %H:%M:%S} UTC; people read it in {current_site().time_zone}"
    remedy = "Let the machine keep its time by itself (timedatectl set-ntp true)."
    if latest is not None and latest > at + APART:
        late = f"{words}; but something happened at {latest:%Y-%m-%d %H:%M:%S}, later than now"
        return Finding("clock", Health.BROKEN, late, remedy)
    if abs(on_disk - at) > APART:
        apart = f"{words}; the disk's clock says {on_disk:%H:%M:%S}"
        return Finding("clock", Health.WARNING, apart, remedy)
    return Finding("clock", Health.GOOD, words)


def versions() -> Finding:
    """Whether Python and every part of the lock are here in the version that it names."""
    wrong = []
    for line in (PROJECT / "requirements" / "run.txt").read_text("utf-8").splitlines():
        pin = PIN.match(line)
        if pin is None:
            continue
        name, wanted = pin.groups()
        try:
            here = version(name)
        except PackageNotFoundError:
            here = "missing"
        if here != wanted:
            wrong.append(f"{name} is {here}, wanted is {wanted}")
    own = f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}"
    if wrong:
        remedy = "Install what the lock says: pip install -r requirements/run.txt"
        return Finding("versions", Health.WARNING, f"{own}; {'; '.join(wrong)}", remedy)
    return Finding("versions", Health.GOOD, f"{own}; all parts as locked")
