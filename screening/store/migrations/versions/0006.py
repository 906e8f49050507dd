"""Accounts, sessions, tokens, teams, code names and the access log."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "accounts",
        *_texts("id", "name", "key", "role", "password", "password_at"),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        *_texts("made_at", "closed_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "sessions",
        *_texts("hash", "account_id", "address", "began_at", "seen_at", "ended_at"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], unique=False)
    op.create_table(
        "tokens",
        *_texts("id", "hash", "account_id", "name", "made_at", "ends_at", "used_at"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_tokens_account_id", "tokens", ["account_id"], unique=False)
    op.create_table(
        "teams",
        *_texts("mandate", "account_id"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"]),
        sa.PrimaryKeyConstraint("mandate", "account_id"),
    )
    op.create_index("ix_teams_account_id", "teams", ["account_id"], unique=False)
    op.create_table(
        "code_names",
        *_texts("mandate", "code"),
        sa.PrimaryKeyConstraint("mandate"),
        sa.UniqueConstraint("code"),
    )
    names = ("account", "action", "mandate", "run_id", "company_id", "detail", "address", "at")
    op.create_table(
        "access_log",
        sa.Column("id", _LONG, autoincrement=True, nullable=False),
        *_texts(*names),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_access_log_mandate", "access_log", ["mandate", "id"], unique=False)
    op.create_index("ix_access_log_action", "access_log", ["action", "at"], unique=False)
