"""What the database knows of the folder: which text is in force for each path, and what both held at the last sync."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from portal.articles.addresses import file_path
from portal.articles.article import Article, MirroredFile, Revision
from portal.articles.folder import digest
from portal.articles.kinds import Status
from portal.articles.meeting import Met
from portal.ground.db import db


@dataclass(frozen=True)
class Held:
    """An article's text in force: its hash, and the hash's source."""

    article_id: int
    revision_id: int
    sha256: str
    source: bytes


def held_texts(article_ids: set[int] | None = None) -> dict[str, Held]:
    """The texts in force by path; of these articles only, where given. One query."""
    query = (
        select(Article.language, Article.slug, Article.id, Revision.id, Revision.source)
        .join(Revision, Revision.article_id == Article.id)
        .where(Revision.status.in_((Status.PUBLISHED, Status.RETIRED)))
    )
    if article_ids is not None:
        query = query.where(Article.id.in_(article_ids))
    return {
        file_path(language, slug): Held(article, revision, digest(source), source)
        for language, slug, article, revision, source in db.session.execute(query)
    }


def met_files() -> dict[str, tuple[int, Met]]:
    """What both sides held at the last sync, by path, with the article it is."""
    rows = db.session.execute(
        select(MirroredFile.path, MirroredFile.article_id, MirroredFile.sha256, MirroredFile.ours)
    )
    return {path: (article, Met(sha, ours)) for path, article, sha, ours in rows}


def remember(path: str, article_id: int, met: Met) -> None:
    """Keep what both sides hold now. Inside `writing()`."""
    row = db.session.get(MirroredFile, path)
    if row is None:
        row = MirroredFile(path=path, article_id=article_id, sha256="", ours="")
        db.session.add(row)
    row.article_id, row.sha256, row.ours = article_id, met.file, met.ours


def forget(path: str) -> None:
    """The path is no longer an article's. Inside `writing()`."""
    db.session.execute(delete(MirroredFile).where(MirroredFile.path == path))


def ours_of(article: Article) -> str:
    """The hash of the article's text in force; '' where it has none."""
    db.session.flush()
    source = db.session.scalar(
        select(Revision.source).where(
            Revision.article_id == article.id,
            Revision.status.in_((Status.PUBLISHED, Status.RETIRED)),
        )
    )
    return digest(source) if source is not None else ""
