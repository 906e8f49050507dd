"""The ledger's tables, as Alembic leaves them (a test holds the two together)."""

import sqlalchemy as sa

metadata = sa.MetaData()
_long = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _text(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, primary_key=primary_key)


companies = sa.Table("companies", metadata, _text("id", primary_key=True), _text("created_at"))

company_keys = sa.Table(
    "company_keys",
    metadata,
    _text("kind", primary_key=True),
    _text("value", primary_key=True),
    sa.Column("company_id", sa.Text, sa.ForeignKey("companies.id"), nullable=False, index=True),
)

ingests = sa.Table(
    "ingests",
    metadata,
    _text("sha256", primary_key=True),
    _text("reader", primary_key=True),
    _text("corpus_id", primary_key=True),
    _text("file"),
    _text("layout"),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("companies", sa.Integer, nullable=False),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("rejects", sa.Integer, nullable=False),
    _text("at"),
)

rejects = sa.Table(
    "rejects",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    _text("sha256"),
    _text("file"),
    sa.Column("row", sa.Integer, nullable=False),
    _text("column"),
    _text("value"),
    _text("reason"),
    _text("at"),
    sa.Column("healed_at", sa.Text, nullable=False, server_default=""),
    sa.Column("about", sa.Text, nullable=False, server_default=""),
    sa.Column("origin", sa.Text, nullable=False, server_default=""),
    sa.UniqueConstraint("sha256", "row", "column", "reason", name="uq_rejects_place"),
)

corpus_versions = sa.Table(
    "corpus_versions",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    _text("corpus_id"),
    _text("version"),
    _text("tables"),
    _text("at"),
    sa.Index("ix_corpus_versions_newest", "corpus_id", "id"),
)

mandates = sa.Table(
    "mandates",
    metadata,
    _text("hash", primary_key=True),
    _text("name"),
    _text("body"),
    _text("at"),
)

runs = sa.Table(
    "runs",
    metadata,
    _text("id", primary_key=True),
    sa.Column(
        "mandate_hash",
        sa.Text,
        sa.ForeignKey("mandates.hash"),
        nullable=False,
        index=True,
    ),
    *(
        _text(name)
        for name in (
            "code",
            "encoder",
            "encoder_revision",
            "corpus_version",
            "scorer",
            "taxonomy_version",
            "rules_version",
        )
    ),
    _text("started_at"),
    sa.Column("identities", sa.Text, nullable=False, server_default=""),
    _text("view"),
)

merges = sa.Table(
    "merges",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    _text("left"),
    _text("right"),
    _text("action"),
    sa.Column("probability", sa.Float, nullable=False),
    _text("reasons"),
    _text("by"),
    _text("at"),
    sa.Index("ix_merges_pair", "left", "right", "id"),
)

fits = sa.Table(
    "fits",
    metadata,
    sa.Column("run_id", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
    _text("company_id", primary_key=True),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("total", sa.Float, nullable=False),
    _text("record"),
    _text("record_hash"),
    sa.Index("ix_fits_rank", "run_id", "rank"),
)

verdicts = sa.Table(
    "verdicts",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    _text("run_id"),
    _text("company_id"),
    _text("judgement"),
    _text("reason"),
    _text("author"),
    _text("at"),
    sa.Column("role", sa.Text, nullable=False, server_default=""),
    sa.Column("request", sa.Text),
    sa.UniqueConstraint("request", name="uq_verdicts_request"),
    sa.ForeignKeyConstraint(["run_id", "company_id"], ["fits.run_id", "fits.company_id"]),
    sa.Index("ix_verdicts_fit", "run_id", "company_id", "id"),
)

contacts = sa.Table(
    "contacts",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    *(
        _text(name)
        for name in (
            "run_id",
            "company_id",
            "status",
            "author",
            "route",
            "language",
            "note",
            "at",
        )
    ),
    sa.Column("request", sa.Text),
    sa.UniqueConstraint("request", name="uq_contacts_request"),
    sa.ForeignKeyConstraint(["run_id", "company_id"], ["fits.run_id", "fits.company_id"]),
    sa.Index("ix_contacts_fit", "run_id", "company_id", "id"),
)

saved_views = sa.Table(
    "saved_views",
    metadata,
    _text("author", primary_key=True),
    _text("mandate", primary_key=True),
    _text("name", primary_key=True),
    _text("query"),
    _text("at"),
)

exclusions = sa.Table(
    "exclusions",
    metadata,
    sa.Column("run_id", sa.Text, sa.ForeignKey("runs.id"), primary_key=True),
    _text("company_id", primary_key=True),
    _text("rule"),
    _text("value"),
    _text("threshold"),
    _text("owner"),
    _text("as_of"),
)

accounts = sa.Table(
    "accounts",
    metadata,
    _text("id", primary_key=True),
    _text("name"),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    _text("role"),
    _text("password"),
    _text("password_at"),
    sa.Column("fresh", sa.Boolean, nullable=False),
    _text("made_at"),
    _text("closed_at"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    _text("hash", primary_key=True),
    sa.Column("account_id", sa.Text, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    *(_text(name) for name in ("address", "began_at", "seen_at", "ended_at")),
)

tokens = sa.Table(
    "tokens",
    metadata,
    _text("id", primary_key=True),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Column("account_id", sa.Text, sa.ForeignKey("accounts.id"), nullable=False, index=True),
    *(_text(name) for name in ("name", "made_at", "ends_at", "used_at")),
)

teams = sa.Table(
    "teams",
    metadata,
    _text("mandate", primary_key=True),
    sa.Column("account_id", sa.Text, sa.ForeignKey("accounts.id"), primary_key=True, index=True),
)

code_names = sa.Table(
    "code_names",
    metadata,
    _text("mandate", primary_key=True),
    sa.Column("code", sa.Text, nullable=False, unique=True),
)

access_log = sa.Table(
    "access_log",
    metadata,
    sa.Column("id", _long, primary_key=True, autoincrement=True),
    *(
        _text(name)
        for name in (
            "account",
            "action",
            "mandate",
            "run_id",
            "company_id",
            "detail",
            "address",
            "at",
        )
    ),
    sa.Index("ix_access_log_mandate", "mandate", "id"),
    sa.Index("ix_access_log_action", "action", "at"),
)
