import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


def _postgres_tools() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return homes[-1] if homes else None


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of the tests' own, on a socket in a temporary folder."""
    tools = _postgres_tools()
    if tools is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    base = tmp_path_factory.mktemp("pg")
    run: list[str] = []
    if os.geteuid() == 0:
        for folder in (base, *list(base.parents)[:3]):
            folder.chmod(0o755)
        shutil.chown(base, "postgres")
        run = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = base / "data"
    subprocess.run(
        [*run, tools / "initdb", "-D", data, "-A", "trust", "-U", "screening", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd="/",
    )
    options = f"-k {base} -c listen_addresses='' -c fsync=off"
    start = [tools / "pg_ctl", "-D", data, "-o", options, "-l", base / "log", "-w", "start"]
    subprocess.run([*run, *start], check=True, capture_output=True, cwd="/")
    try:
        yield f"postgresql+psycopg://screening@/postgres?host={base}"
    finally:
        stop = [tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
        subprocess.run([*run, *stop], check=True, capture_output=True, cwd="/")


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty ledger, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    import sqlalchemy as sa

    url: str = request.getfixturevalue("postgres_url")
    engine = sa.create_engine(url)
    with engine.begin() as db:
        db.execute(sa.text("DROP SCHEMA public CASCADE"))
        db.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return url
