"""The commands about articles: sync with their folder, import of others' articles."""

import argparse
import sys
from pathlib import Path

from portal.cli.context import CommandError, app_context

LONG = 12
"""More lines than this are not read at a start; `portal kb sync` tells them all."""


def sync(asked: argparse.Namespace) -> None:
    """`portal kb sync`: bring the folder and the database together, and say what that took."""
    with app_context():
        synchronise(restore_missing=asked.restore_missing)


def synchronise(quietly: bool = False, restore_missing: bool = False) -> None:
    """The same inside an app's context. `quietly`: nothing where nothing was to do, and a long report in one line."""
    from portal.articles.sync import sync as synced
    from portal.desk.guarding import may_publish
    from portal.ground.now import now
    from portal.ground.site import settings

    folder = settings().articles_folder
    folder.mkdir(parents=True, exist_ok=True)
    report = synced(folder, now(), restore_missing=restore_missing, may_publish=may_publish)
    lines = report.lines()
    is_long = quietly and len(lines) > LONG
    for line in lines if not is_long else ():
        print(line)
    if is_long or not quietly:
        print(_counted(report.counts()))


def import_articles(asked: argparse.Namespace) -> None:
    """`portal kb import FOLDER`: read a folder of articles whose front matter is not ours. Again: nothing doubles."""
    from portal.articles.importing import import_folder
    from portal.ground.now import now

    folder: Path = asked.folder.expanduser().resolve()
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.")
    with app_context():
        report = import_folder(folder, now(), _progress)
    for line in report.lines():
        print(line)
    print(_counted(report.counts()))


def _progress(done: int, total: int) -> None:
    """One line that counts up, on a terminal; a line now and then elsewhere."""
    if sys.stderr.isatty():
        end = "\n" if done >= total else ""
        print(f"\r{done} of {total}", end=end, file=sys.stderr, flush=True)
    elif done >= total or done % 1000 == 0:
        print(f"{done} of {total}", file=sys.stderr, flush=True)


def _counted(counts: "dict[str, int]") -> str:
    return ", ".join(f"{words}: {count}" for words, count in counts.items()) or "nothing to do"
