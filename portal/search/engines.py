"""Which engine this installation searches with; one for a process."""

from flask import current_app

from portal.ground.site import settings
from portal.search.engine import Engine
from portal.search.whoosh.embedded import WhooshEngine

EXTENSION = "portal_search"


def engine() -> Engine:
    """The engine of the app in whose context we are."""
    kept: Engine | None = current_app.extensions.get(EXTENSION)
    if kept is None:
        kept = current_app.extensions[EXTENSION] = WhooshEngine(settings().index_folder)
    return kept


def forget() -> None:
    """Let go of the engine and all that it holds in memory."""
    current_app.extensions.pop(EXTENSION, None)
