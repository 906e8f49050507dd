"""Contacts, saved views, the role of a verdict, and keys of requests."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("verdicts") as verdicts:
        verdicts.add_column(sa.Column("role", sa.Text(), nullable=False, server_default=""))
        verdicts.add_column(sa.Column("request", sa.Text(), nullable=True))
        verdicts.create_unique_constraint("uq_verdicts_request", ["request"])
    names = ("run_id", "company_id", "status", "author", "route", "language", "note", "at")
    op.create_table(
        "contacts",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in names),
        sa.Column("request", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["run_id", "company_id"], ["fits.run_id", "fits.company_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request", name="uq_contacts_request"),
    )
    op.create_index("ix_contacts_fit", "contacts", ["run_id", "company_id", "id"], unique=False)
    keys = ("author", "mandate", "name")
    op.create_table(
        "saved_views",
        *(sa.Column(name, sa.Text(), nullable=False) for name in (*keys, "query", "at")),
        sa.PrimaryKeyConstraint(*keys),
    )
