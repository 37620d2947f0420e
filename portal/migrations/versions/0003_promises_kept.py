"""promises kept"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"],
            ["policy_editions.sha256"],
            name=op.f("fk_policy_periods_sha256_policy_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_periods")),
    )
    with op.batch_alter_table("policy_periods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_periods_sha256"), ["sha256"], unique=False)

    op.create_table(
        "handovers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("destination", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("returned_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "destination IN ('tier', 'development', 'provider', 'management')",
            name=op.f("ck_handovers_destination"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_handovers_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_handovers_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handovers_ticket_id"), ["ticket_id"], unique=False)

    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("where", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("submit_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'called_off', 'held', 'missed')",
            name=op.f("ck_meetings_state"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'called_off') OR starts_at IS NOT NULL",
            name=op.f("ck_meetings_starts_at"),
        ),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_meetings_minutes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meetings_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_meetings_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_meetings_submit_key")),
    )
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetings_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_meetings_open",
            ["ticket_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'agreed')"),
            postgresql_where=sa.text("state IN ('proposed', 'agreed')"),
        )

    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("submit_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('accepted', 'declined')) = (answered_at IS NOT NULL)",
            name=op.f("ck_quotes_answered_at"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'lapsed')", name=op.f("ck_quotes_state")
        ),
        sa.CheckConstraint("cents > 0", name=op.f("ck_quotes_cents")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_quotes_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_quotes_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_quotes_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_quotes_submit_key")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index("ix_quotes_state_valid_until", ["state", "valid_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_quotes_ticket_id"), ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_quotes_open",
            ["ticket_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('open')"),
            postgresql_where=sa.text("state IN ('open')"),
        )

    op.create_table(
        "reproduction_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("submit_key", sa.String(), nullable=True),
        sa.CheckConstraint(
            "result IN ('yes', 'partly', 'no')", name=op.f("ck_reproduction_attempts_result")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_reproduction_attempts_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_reproduction_attempts_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reproduction_attempts")),
        sa.UniqueConstraint("submit_key", name=op.f("uq_reproduction_attempts_submit_key")),
    )
    with op.batch_alter_table("reproduction_attempts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reproduction_attempts_ticket_id"), ["ticket_id"], unique=False
        )

    op.create_table(
        "meeting_times",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_times_meeting_id_meetings")
        ),
        sa.PrimaryKeyConstraint("meeting_id", "at", name=op.f("pk_meeting_times")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar", sa.String(), nullable=True))

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("handed_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("out_of_scope", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("watch_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("objected_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("access_allowed_at", sa.DateTime(), nullable=True))
        batch_op.create_index(
            "ix_tickets_untaken", ["severity", "status", "assignee_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_tickets_watch_at"), ["watch_at"], unique=False)

    # The watch looks at what was open before, once, and finds its own next moment for each.
    op.execute(
        "UPDATE tickets SET watch_at = opened_at WHERE status IN ('open', 'in_progress', 'waiting')"
    )


def downgrade() -> None:
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_watch_at"))
        batch_op.drop_index("ix_tickets_untaken")
        batch_op.drop_column("access_allowed_at")
        batch_op.drop_column("objected_at")
        batch_op.drop_column("watch_at")
        batch_op.drop_column("out_of_scope")
        batch_op.drop_column("handed_to")
        batch_op.drop_column("priority")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("calendar")

    op.drop_table("meeting_times")
    with op.batch_alter_table("reproduction_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reproduction_attempts_ticket_id"))

    op.drop_table("reproduction_attempts")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_quotes_open",
            sqlite_where=sa.text("state IN ('open')"),
            postgresql_where=sa.text("state IN ('open')"),
        )
        batch_op.drop_index(batch_op.f("ix_quotes_ticket_id"))
        batch_op.drop_index("ix_quotes_state_valid_until")

    op.drop_table("quotes")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meetings_open",
            sqlite_where=sa.text("state IN ('proposed', 'agreed')"),
            postgresql_where=sa.text("state IN ('proposed', 'agreed')"),
        )
        batch_op.drop_index(batch_op.f("ix_meetings_ticket_id"))

    op.drop_table("meetings")
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handovers_ticket_id"))

    op.drop_table("handovers")
    with op.batch_alter_table("policy_periods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_periods_sha256"))

    op.drop_table("policy_periods")
