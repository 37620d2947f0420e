"""days of a year stay with the edition; a ticket may follow another"""

import json
import tomllib
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from portal.ground.now import now

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

AHEAD = 2


def upgrade() -> None:
    with op.batch_alter_table("policy_editions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("days", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy_days", sa.String(), nullable=True))
    # In one statement: a batch would write the whole table anew for the reference.
    op.execute(
        "ALTER TABLE tickets ADD COLUMN follows_id INTEGER"
        " CONSTRAINT fk_tickets_follows_id_tickets REFERENCES tickets (id)"
    )
    op.create_index("ix_tickets_follows_id", "tickets", ["follows_id"])
    _keep_days()


def downgrade() -> None:
    op.drop_index("ix_tickets_follows_id", "tickets")
    op.drop_column("tickets", "follows_id")
    op.drop_column("site", "policy_days")
    op.drop_column("policy_editions", "days")


def _keep_days() -> None:
    """What is promised under the editions of before was counted with the library of today: its days are theirs."""
    editions = sa.table(
        "policy_editions",
        sa.column("sha256", sa.String),
        sa.column("text", sa.String),
        sa.column("since", sa.DateTime),
        sa.column("days", sa.String),
    )
    bind = op.get_bind()
    last = now().year + AHEAD
    for sha, text, since in bind.execute(
        sa.select(editions.c.sha256, editions.c.text, editions.c.since)
    ).all():
        days = {place: of_place for place, of_place in _days_of(text, since.year - 1, last)}
        if days:
            bind.execute(
                editions.update().where(editions.c.sha256 == sha).values(days=json.dumps(days))
            )


def _days_of(text: str, first: int, last: int) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Place, and its public holidays by year, for each calendar of a policy's text."""
    for calendar in tomllib.loads(text).get("calendar", []):
        off = calendar.get("holidays")
        if not off:
            continue
        # Reading this package takes long: only who has holidays pays for it.
        from holidays import country_holidays

        country, region = off["country"], off.get("region")
        yield (
            f"{country}-{region}" if region else country,
            {
                str(year): sorted(
                    day.isoformat()
                    for day in country_holidays(country, subdiv=region, years=year)
                )
                for year in range(first, last + 1)
            },
        )
