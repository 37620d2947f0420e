"""The demo is made: the articles, the people, then ninety days of their life, deed by deed in the order of time."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from heapq import merge
from itertools import islice
from random import Random

from flask import current_app
from flask.ctx import AppContext
from sqlalchemy import exists, select

import portal.search.following
from portal.articles.sync import sync
from portal.demo.acting import act
from portal.demo.browsing import agree_on_words, pass_by, passers_by, write_down
from portal.demo.cast import cast
from portal.demo.casting import HISTORY, stories
from portal.demo.filing import take_pictures
from portal.demo.peopling import people_it, person_of, roles
from portal.demo.resolving import know_articles, mend
from portal.demo.settling import settle, sign_in_everyone
from portal.demo.stage import Part, Stage
from portal.files.receiving import Prepared
from portal.ground.db import db, writing
from portal.ground.following import catch_up
from portal.ground.site import read_site, settings, site_row
from portal.people.person import Person
from portal.policy.editions import current_policy

BEFORE = HISTORY + HISTORY / 15
"""How long ago the articles and the people came."""

TOGETHER = 120
"""Deeds in one write."""

Happening = tuple[datetime, Callable[[], None]]


class NotADemo(Exception):
    """Why the demo cannot be made here, with the remedy, for the one who asked for it."""


def make(now: datetime, scale: float = 1.0) -> list[tuple[str, Person]]:
    """Fill an empty portal with the demo; one person of each role: (role in words, person).

    Where the demo is already, nothing is added. `scale` 1 makes about 300 tickets. Not inside
    `writing()`: it writes in batches. Raises NotADemo where the portal belongs to others, or where
    an earlier making was cut short.
    """
    if not _is_made():
        _make(now, scale)
    return roles()


def _is_made() -> bool:
    is_empty = not db.session.scalar(select(exists().where(Person.id > 0)))
    is_ours = person_of(cast().staff[0]) is not None
    is_set_up = read_site().is_set_up
    db.session.rollback()
    if not is_empty and not is_ours:
        raise NotADemo(
            "This data folder holds a portal of its own. Give the demo another: DATA=./demo"
        )
    if is_ours and not is_set_up:
        raise NotADemo(
            "The making of the demo was cut short. Delete its data folder and begin again."
        )
    return is_ours


def _make(now: datetime, scale: float) -> None:
    start = now - BEFORE
    with writing():
        people = people_it(cast(), start)
    stage = Stage(cast(), current_policy(), now, people, Random("demo"))  # noqa: S311 (no secret)
    parts = [stage.enter(story) for story in stories(cast(), now, scale, stage.chance)]
    with ThreadPoolExecutor(max_workers=1) as beside:  # pictures are taken in by a child process
        taken = beside.submit(_take_pictures, current_app.app_context(), parts, scale, start)
        shelve(start)
        stage.pictures = taken.result()
    know_articles(stage)
    _play(stage, scale)
    with writing():
        mend(stage, now - HISTORY / 40)
        agree_on_words(stage, now - HISTORY / 20)
        sign_in_everyone(stage)
        site_row().set_up_at = start
    settle(now)


def _take_pictures(
    context: AppContext, parts: Sequence[Part], scale: float, at: datetime
) -> dict[int, list[Prepared]]:
    with context:
        return take_pictures(parts, scale, at)


def shelve(at: datetime) -> None:
    """The articles of the folder, as they came then, and the index of them; nothing where they are there."""
    sync(settings().articles_folder, at)
    portal.search.following.ensure_index(at)
    catch_up(portal.search.following.FOLLOWER)


def _play(stage: Stage, scale: float) -> None:
    """Everything that happens, in the order of time, many deeds in one write."""
    happenings = merge(_deeds(stage), _visits(stage, scale), key=lambda happening: happening[0])
    is_on = True
    while is_on:
        with writing():
            count = 0
            for _at, happen in islice(happenings, TOGETHER):
                happen()  # before the next is looked for: it may add to what comes
                count += 1
        is_on = count == TOGETHER
        write_down(stage)
        if stage.is_index_behind:
            catch_up(portal.search.following.FOLLOWER)
            stage.found.clear()
            stage.is_index_behind = False


def _deeds(stage: Stage) -> Iterator[Happening]:
    for at, part, deed in stage.coming():
        yield at, partial(act, stage, part, deed, at)


def _visits(stage: Stage, scale: float) -> Iterator[Happening]:
    for at, number in passers_by(stage, stage.now - HISTORY, scale):
        yield at, partial(pass_by, stage, number, at)
