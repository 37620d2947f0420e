"""How the demo's past is laid to rest: the index and the folder know it, and no letter goes out about it."""

from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import func, select

import portal.articles.mirroring
import portal.search.following
import portal.search.proposing
import portal.search.settling
from portal.demo.stage import Stage
from portal.ground.db import db, writing
from portal.ground.following import Cursor, Follower, catch_up
from portal.people.staying import start_session
from portal.post.following import EVENTS, OUTBOX
from portal.tickets.conversation import Event

RECENT = 5
"""The last events whose letters are made all the same, so that the lead's page of letters has some to show."""

_DEVICES = (
    "Chrome, Windows",
    "Edge, Windows",
    "Firefox, Windows",
    "Safari, macOS",
    "Chrome, Android",
)


def settle(now: datetime) -> None:
    """Move the followers to the end of their logs: those of letters without reacting; and learn from the
    visits that are over. Outside `writing()`."""
    with writing():
        _skip(EVENTS, but=RECENT)
        _skip(OUTBOX)
    for follower in (EVENTS, OUTBOX, portal.search.following.FOLLOWER, portal.articles.mirroring.FOLLOWER):  # fmt: skip
        catch_up(follower)
    catch_up(portal.search.proposing.FOLLOWER)
    while portal.search.settling.settle(now):
        pass


def sign_in_everyone(stage: Stage) -> None:
    """Leave a session where each person was last seen: at their last deed. Inside `writing()`."""
    chance = Random("devices")  # noqa: S311 (no secret)
    last = select(Event.person_id, func.max(Event.at)).group_by(Event.person_id)
    seen: dict[int, datetime] = {number: at for number, at in db.session.execute(last) if number}
    for number in stage.people.values():
        if at := seen.get(number):
            start_session(stage.person(number), chance.choice(_DEVICES), "203.0.113.7", None, at)


def _skip(follower: Follower[Any], but: int = 0) -> None:
    """Let the follower stand behind its log's end, or so many rows before it."""
    ids = select(follower.log.id).order_by(follower.log.id.desc()).offset(but).limit(1)
    position = db.session.scalar(ids) or 0
    cursor = db.session.get(Cursor, follower.name)
    if cursor is None:
        db.session.add(Cursor(follower=follower.name, position=position))
    else:
        cursor.position = position
