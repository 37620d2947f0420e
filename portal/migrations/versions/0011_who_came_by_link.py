"""whether a guest came by the link of an email, or sent the request"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("guest_access", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("by_link", sa.Boolean(), server_default=sa.true(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("guest_access", schema=None) as batch_op:
        batch_op.drop_column("by_link")
