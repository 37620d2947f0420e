"""What to do when the folder and the database meet: one table over what changed on which side since the last sync."""

from dataclasses import dataclass
from enum import StrEnum


class Deed(StrEnum):
    """What a sync does with one path."""

    NOTHING = "nothing"
    RECORD = "record"
    """Both sides hold the same bytes: only remember that they met."""
    TAKE_IN = "take_in"
    EXPORT = "export"
    RETIRE = "retire"
    PUT_BACK = "put_back"
    """The file was deleted there while the article changed here: nothing is lost by writing it again."""
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Met:
    """What both sides held when they last met: hashes, '' for 'was not there'."""

    file: str
    ours: str


NEVER = Met("", "")


def deed_for(met: Met | None, file: str, ours: str) -> Deed:
    """What to do, from what both held at the last sync (None: never) and what they hold now ('': nothing)."""
    if file == ours:
        return Deed.NOTHING if met == Met(file, ours) or not file else Deed.RECORD
    before = met or NEVER
    has_file_changed, have_we_changed = file != before.file, ours != before.ours
    if has_file_changed and have_we_changed:
        if not file:
            return Deed.PUT_BACK
        return Deed.CONFLICT if ours else Deed.TAKE_IN
    if has_file_changed:
        return Deed.TAKE_IN if file else Deed.RETIRE
    return Deed.EXPORT if have_we_changed and ours else Deed.NOTHING


def is_suspicious(missing: int, known: int) -> bool:
    """Whether so many files are gone that the folder itself, not its articles, has probably gone."""
    return missing * 2 > known
