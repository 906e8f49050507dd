"""A reject knows what its row speaks of, and from which file it came, not only of which name."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for name in ("about", "origin"):
        column = sa.Column(name, sa.Text(), nullable=False, server_default="")
        op.add_column("rejects", column)
