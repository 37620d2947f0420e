"""search learns"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dismissed_searches",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("language", "key", name=op.f("pk_dismissed_searches")),
    )
    op.create_table(
        "synonyms_editions",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_synonyms_editions")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("searched", sa.String(), nullable=False),
        sa.Column("meant", sa.String(), nullable=False),
        sa.Column("searched_key", sa.String(), nullable=False),
        sa.Column("meant_key", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_proposals_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint(
            "language",
            "kind",
            "searched_key",
            "meant_key",
            name=op.f("uq_proposals_language_kind_searched_key_meant_key"),
        ),
    )
    op.create_table(
        "synonyms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_two_way", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["people.id"], name=op.f("fk_synonyms_changed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
    )
    with op.batch_alter_table("synonyms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_synonyms_language"), ["language"], unique=False)

    op.create_table(
        "article_vectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("embedder", sa.String(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_vectors_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_article_vectors_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_vectors")),
        sa.UniqueConstraint("article_id", name=op.f("uq_article_vectors_article_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("article_vectors", schema=None) as batch_op:
        batch_op.create_index("ix_article_vectors_kept", ["embedder", "language"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("searched", sa.String(), nullable=False),
        sa.Column("refined", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_evidence_article_id_articles")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposals.id"],
            name=op.f("fk_evidence_proposal_id_proposals"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_evidence_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("proposal_id", "source", name=op.f("uq_evidence_proposal_id_source")),
    )
    with op.batch_alter_table("read_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helped", sa.Boolean(), nullable=True))

    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("fault", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("is_settled", sa.Boolean(), server_default="0", nullable=False)
        )
        batch_op.create_index(
            "ix_search_entries_ended", ["outcome", "language", "key", "at", "visit"], unique=False
        )
        batch_op.create_index(
            "ix_search_entries_failing", ["fault", "language", "key", "at", "visit"], unique=False
        )
        batch_op.create_index("ix_search_entries_settled", ["is_settled", "at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_search_entries_settled")
        batch_op.drop_index("ix_search_entries_failing")
        batch_op.drop_index("ix_search_entries_ended")
        batch_op.drop_column("is_settled")
        batch_op.drop_column("fault")
        batch_op.drop_column("key")

    with op.batch_alter_table("read_entries", schema=None) as batch_op:
        batch_op.drop_column("helped")

    op.drop_table("evidence")
    with op.batch_alter_table("article_vectors", schema=None) as batch_op:
        batch_op.drop_index("ix_article_vectors_kept")

    op.drop_table("article_vectors")
    with op.batch_alter_table("synonyms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_synonyms_language"))

    op.drop_table("synonyms")
    op.drop_table("proposals")
    op.drop_table("synonyms_editions")
    op.drop_table("dismissed_searches")
