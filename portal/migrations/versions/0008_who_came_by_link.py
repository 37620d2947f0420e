"""whether a guest came by the link of an email, or sent the request"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement: a batch would write the whole table anew.
    op.add_column(
        "guest_access",
        sa.Column("by_link", sa.Boolean(), server_default=sa.true(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("guest_access", "by_link")
