"""A reject knows when it was healed."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("rejects", sa.Column("healed_at", sa.Text(), nullable=False, server_default=""))
