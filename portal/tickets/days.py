"""When a day is over that somebody named without a time: a quote's last, a provider's."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.ground.site import current_site


def end_of(day: date) -> datetime:
    """The first moment after that day: its midnight, by the site's clock."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(current_site().time_zone))
