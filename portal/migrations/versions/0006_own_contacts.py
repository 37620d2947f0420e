"""own contacts"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organisation", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("colour", sa.String(), nullable=True))
        for name in ("contacts", "emergency"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("site", schema=None) as batch_op:
        for name in ("emergency", "contacts", "colour", "organisation"):
            batch_op.drop_column(name)
