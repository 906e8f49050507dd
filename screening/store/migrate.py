"""Bring a ledger to the newest schema with Alembic; one that is there costs a query."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from screening.errors import StoreError

_SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(engine: sa.Engine) -> None:
    """Run the missing migrations; two processes at once do not run them twice."""
    if _current(engine) == newest():
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    with engine.connect() as db:
        hold(db)
        config.attributes["connection"] = db
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                f"the ledger was written by a newer version of this software: {error}; update it"
            ) from None
        db.commit()


def hold(db: sa.Connection) -> None:
    """Begin a transaction that no other writer of the ledger interleaves with."""
    if db.dialect.name == "sqlite":
        db.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        db.exec_driver_sql("SELECT pg_advisory_xact_lock(7305301)")


@cache
def newest() -> str:
    """The id of the last migration (they are numbered files)."""
    return max(path.stem for path in (_SCRIPTS / "versions").glob("[0-9]*.py"))


def _current(engine: sa.Engine) -> str | None:
    with engine.connect() as db:
        if not sa.inspect(db).has_table("alembic_version"):
            return None
        return db.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
