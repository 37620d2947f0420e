"""private words stay private

Decisions about findings, reasons of reviewers and what replaces an article get their places. What one ticket
alone taught search is taken back: ways to ask that came from its searches leave the article (its file keeps
them until it is next edited), and proposals count people, not tickets.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cleared_findings",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_cleared_findings_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_cleared_findings_person_id_people")
        ),
        sa.PrimaryKeyConstraint("article_id", "digest", name=op.f("pk_cleared_findings")),
    )
    # Added in place: SQLite rebuilds a table for a batch, and these are referred to by filled ones.
    for name in ("returned_because", "returned_by"):
        column = sa.Column(name, sa.String(), server_default="", nullable=False)
        op.add_column("revisions", column)
    op.execute(
        "ALTER TABLE articles ADD COLUMN replaced_by_id INTEGER "
        "CONSTRAINT fk_articles_replaced_by_id_articles REFERENCES articles (id)"
    )
    _forget_what_one_ticket_said()
    _count_people()


def _forget_what_one_ticket_said() -> None:
    """Ways to ask for a published article that are searches of the tickets it was written from, and of no other."""
    database = op.get_bind()
    searched = database.execute(
        sa.text(
            "SELECT DISTINCT resolutions.article_id, tickets.requester_email, trail_entries.words "
            "FROM trail_entries JOIN tickets ON tickets.id = trail_entries.ticket_id "
            "JOIN resolutions ON resolutions.ticket_id = tickets.id "
            "WHERE trail_entries.kind = 'searched' AND resolutions.lesson = 'written' "
            "AND resolutions.article_id IS NOT NULL"
        )
    ).all()
    who: dict[str, set[str]] = {}
    taught: dict[int, set[str]] = {}
    for article_id, email, words in searched:
        key = " ".join(str(words).casefold().split())
        who.setdefault(key, set()).add(email)
        taught.setdefault(article_id, set()).add(key)
    for article_id, phrases in taught.items():
        row = database.execute(
            sa.text(
                "SELECT revisions.id, revisions.asked_as FROM articles "
                "JOIN revisions ON revisions.id = articles.published_id WHERE articles.id = :id"
            ),
            {"id": article_id},
        ).first()
        if row is None:
            continue
        before = json.loads(row.asked_as) if isinstance(row.asked_as, str) else row.asked_as
        alone = {phrase for phrase in phrases if len(who[phrase]) < 2}
        after = [each for each in before if " ".join(each.casefold().split()) not in alone]
        if after != before:
            _keep(row.id, article_id, after)


def _keep(revision_id: int, article_id: int, asked_as: list[str]) -> None:
    """The row as it is to be searched, and a line of the log that the index follows."""
    database = op.get_bind()
    database.execute(
        sa.text("UPDATE revisions SET asked_as = :words WHERE id = :id"),
        {"words": json.dumps(asked_as, ensure_ascii=False), "id": revision_id},
    )
    database.execute(
        sa.text(
            "INSERT INTO article_changes (article_id, revision_id, kind, at, person_id) "
            "VALUES (:article, :revision, 'published', CURRENT_TIMESTAMP, NULL)"
        ),
        {"article": article_id, "revision": revision_id},
    )


def _count_people() -> None:
    op.execute(
        "UPDATE proposals SET links = (SELECT count(DISTINCT tickets.requester_email) FROM evidence "
        "JOIN tickets ON tickets.id = evidence.ticket_id WHERE evidence.proposal_id = proposals.id)"
    )


def downgrade() -> None:
    op.drop_column("articles", "replaced_by_id")
    for name in ("returned_by", "returned_because"):
        op.drop_column("revisions", name)
    op.drop_table("cleared_findings")
