"""Whether the machine's time can be believed: it cannot while it leaps.

A clock on the wall may be set, by hand or by the network, and a machine that slept wakes up hours later. The
monotonic clock knows nothing of either. So where the two drift apart by more than a minute between two looks,
the wall clock has leapt; it is believed again when they have kept step for a minute. Somebody who sets the
clock wrong and right again within that minute has closed no ticket and sent no letter by it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEAP = timedelta(minutes=1)
REST = timedelta(minutes=1)


@dataclass(frozen=True)
class Look:
    """Both clocks at one moment. `ticks`: the monotonic one; `leapt_at`: its reading when the wall clock last leapt."""

    at: datetime
    ticks: timedelta
    leapt_at: timedelta | None = None

    @property
    def is_steady(self) -> bool:
        """Whether the two have kept step for long enough."""
        return self.leapt_at is None or self.ticks - self.leapt_at >= REST


def looked(before: Look | None, at: datetime, ticks: timedelta) -> Look:
    """The next look. The first one of a process believes what it sees: there is nothing to compare with."""
    if before is None:
        return Look(at, ticks)
    drift = (at - before.at) - (ticks - before.ticks)
    return Look(at, ticks, ticks if abs(drift) > LEAP else before.leapt_at)
