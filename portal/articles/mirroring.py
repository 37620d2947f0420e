"""How an article that changed here reaches the folder by itself: a follower of the log."""

from collections.abc import Sequence
from typing import Any

from portal.articles.article import ArticleChange
from portal.articles.faults import Unreadable
from portal.articles.folder import Looked, alone, digest, read_bytes
from portal.articles.mirror import held_texts
from portal.articles.planning import plan_for
from portal.articles.reports import Report
from portal.articles.sync import export
from portal.ground.following import Follower
from portal.ground.site import settings


def mirror(changes: Sequence[ArticleChange]) -> None:
    """Write the files of these articles, where only we changed. What also changed in the folder waits
    for the next whole sync, which keeps both texts. Doing it twice writes nothing more."""
    here = settings()
    folder, ids = here.articles_folder, {change.article_id for change in changes}
    with alone(here):
        looked = Looked()
        for path in held_texts(ids):
            try:
                if (folder / path).exists():
                    looked.hashes[path] = digest(read_bytes(folder, path))
            except Unreadable as refusal:
                looked.refused[path] = refusal
        export(folder, plan_for(looked, ids), Report())


FOLLOWER: Follower[Any] = Follower("articles.mirror", ArticleChange, prepare=mirror)
