"""A search is noted a moment after its page was made: the page waits for no write, and never fails by one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.ground.db import writing
from portal.ground.now import now
from portal.ground.tally import current_tally
from portal.people.visiting import browser_hash, network, visit_of
from portal.search.logging import may_record, record_search


@dataclass(frozen=True)
class SearchToNote:
    """What `logging.record_search` takes, and whence it came; its visit is found when it is written."""

    browser: str
    words: str
    language: str
    hits: int
    shown: list[int]
    now: datetime
    network: str


def note_search(words: str, language: str, hits: int, shown: Sequence[int]) -> None:
    """Have this search written to the log within a second or so (see `ground.tally`)."""
    search = SearchToNote(browser_hash(), words, language, hits, list(shown), now(), network())
    current_tally().add(write_searches, search)


def write_searches(searches: Sequence[SearchToNote]) -> None:
    """Write the searches of the last second, in their order."""
    with writing():
        for search in searches:
            values = asdict(search)
            visit, where = visit_of(values.pop("browser"), search.now), values.pop("network")
            if may_record(visit, where, search.now):
                record_search(visit, **values)
