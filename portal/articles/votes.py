"""Whether an article helped: one answer a reader, which can change; a 'no' may say why."""

from datetime import datetime

from sqlalchemy import select

from portal.articles.article import Article, Vote
from portal.ground.db import db

REASON_LENGTH = 500


def vote(article: Article, voter: str, helpful: bool, reason: str, now: datetime) -> Vote:
    """Keep a reader's answer, in place of the one before. Inside `writing()`.

    `voter` is a keyed hash of the person or browser. A reason belongs to a 'no': it is kept while the
    answer stays 'no' and none is given anew.
    """
    own = select(Vote).where(Vote.article_id == article.id, Vote.voter == voter)
    kept = db.session.scalar(own)
    if kept is None:
        kept = Vote(article_id=article.id, voter=voter, reason="")
        db.session.add(kept)
    before = kept.reason if not helpful else ""
    kept.helpful, kept.at = helpful, now
    kept.reason = "" if helpful else " ".join(reason.split())[:REASON_LENGTH] or before
    kept.revision_id = article.published_id or 0
    db.session.flush()
    return kept
