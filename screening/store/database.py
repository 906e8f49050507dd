"""The ledger's database: one engine, opened at the newest schema; SQLite (WAL) or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from screening.errors import StoreError
from screening.store import migrate


class Database:
    """Transactions on the ledger; every fault says what to do."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = _engine(url)
        with _explained(url):
            migrate.upgrade(self._engine)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection to read with."""
        with _explained(self._url), self._engine.connect() as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction that no other writer interleaves with."""
        with _explained(self._url), self._engine.connect() as db:
            migrate.hold(db)
            yield db
            db.commit()


def _engine(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed)
    except (SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        raise StoreError(
            f"the ledger cannot be opened at {_hidden(url)!r}: {error}; give a URL such as"
            " sqlite:///path/ledger.db or postgresql+psycopg://user@host/name"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _explained(url: str) -> Iterator[None]:
    try:
        yield
    except (OperationalError, DBAPIError) as error:
        raise StoreError(
            f"the ledger at {_hidden(url)} cannot be used: {error.orig}; {_remedy(str(error.orig))}"
        ) from None


def _remedy(fault: str) -> str:
    if "not a database" in fault or "malformed" in fault:
        return "restore the file from a backup, or move it away to start a new ledger"
    return "nothing stored is lost"


def _hidden(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return url
