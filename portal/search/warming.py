"""The index is opened when a worker starts, so that the first who searches need not wait for it."""

import logging
from contextlib import suppress
from threading import Thread

from flask import Flask

from portal.search.analysis import LANGUAGES
from portal.search.engine import IndexUnusableError, Query, Reader
from portal.search.engines import engine
from portal.search.question import question

log = logging.getLogger(__name__)

PROBE = "zzqx"
"""Stands nowhere, so that all there is to look through is looked through: words, near words, titles."""


def warm(app: Flask) -> Thread:
    """Ask something of the engine, in a thread of its own; it is let alone where there is no index yet."""
    thread = Thread(target=_ask, args=(app,), name="warming", daemon=True)
    thread.start()
    return thread


def _ask(app: Flask) -> None:
    try:
        with app.app_context(), suppress(IndexUnusableError):
            for language in LANGUAGES:
                asked = question(PROBE, language)
                engine().find(Query(asked, language, Reader(), with_slips=True, with_counts=True))
            engine().suggest(PROBE, LANGUAGES, Reader())
    except Exception:  # nobody waits for this; who searches will meet it, and be told
        log.exception("the search index could not be warmed")
