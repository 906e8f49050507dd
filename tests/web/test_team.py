"""A room with accounts in a real browser: first sign-in, roles, teams, conflicts, the log."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from screening import pipeline
from screening.settings import load
from tests.web.conftest import Server, entered, serving

PASSWORD = "lantern orchard velvet 41"
_WAIT = 20_000


@dataclass(frozen=True)
class Team:
    """A running room with accounts, its runs by mandate, and first passwords."""

    server: Server
    runs: dict[str, str]
    first: str


@pytest.fixture(scope="module")
def team(shipped_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team") / "data"
    shutil.copytree(shipped_folder, folder)
    place = pipeline.open_workspace(load({"data_dir": folder}, environ={}))
    robots = pipeline.mandate("robots")
    runs = {
        name: pipeline.score(place, replace(robots, name=name)).run.id
        for name in ("Client Alpha", "Client Beta")
    }
    accounts = pipeline.Accounts(place)
    _, first = accounts.add("Chen Jing", "admin", by="shell")
    for name, role in (("Li Na", "lead"), ("Wang Wei", "reviewer"), ("Sato", "viewer")):
        account, given = accounts.add(name, role, by="shell")
        accounts.change_password(account, given, PASSWORD, "shell")
    for name in ("Li Na", "Sato"):
        accounts.join("Client Alpha", name, by="shell")
    accounts.join("Client Beta", "Wang Wei", by="shell")
    place.close()
    with serving(folder, runs["Client Alpha"]) as server:
        yield Team(server, runs, first)


@pytest.fixture
def visit(browser: Any, team: Team) -> Iterator[Any]:
    """Opens the browser of a person, who signs in."""
    opened, faults = [], []

    def one(name: str, password: str = PASSWORD, path: str = "/") -> Any:
        context = entered(browser, locale="en-GB")
        context.set_default_timeout(_WAIT)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        opened.append(context)
        page.goto(team.server.url + path)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Continue").click()
        return page

    yield one
    for context in opened:
        context.close()
    assert faults == []


def judged(page: Any, key: str, reason: str) -> None:
    page.locator("body").press(key)
    page.get_by_role("textbox", name="Reason, in a sentence").fill(reason)
    page.get_by_role("button", name="Save").click()


def test_two_teams_do_not_see_each_other_but_a_lead_sees_the_conflict(
    visit: Any, team: Team
) -> None:
    ours, theirs = team.runs["Client Alpha"], team.runs["Client Beta"]
    wang = visit("Wang Wei", path=f"/runs/{theirs}")
    wang.locator(".grid tbody tr").first.wait_for()
    assert "Client Alpha" not in wang.content()
    wang.locator("body").press("j")
    wang.locator("aside blockquote").first.wait_for()
    judged(wang, "1", "Our client wants it")
    wang.locator("aside .history").get_by_text("Our client wants it").wait_for()
    wang.goto(f"{team.server.url}/runs/{ours}")
    wang.get_by_role("heading", name="That did not work").wait_for()
    for address in ("/people", "/log"):
        wang.goto(team.server.url + address)
        wang.get_by_role("heading", name="That did not work").wait_for()

    li = visit("li na")
    li.get_by_role("heading", name="Shortlists").wait_for()
    assert "Client Beta" not in li.content()
    li.goto(f"{team.server.url}/runs/{ours}")
    li.locator(".grid tbody tr").first.wait_for()
    li.locator("body").press("j")
    li.locator("aside").get_by_text("Conflict: target active elsewhere").wait_for()
    told = li.content()
    for secret in ("Our client wants it", "Client Beta", "Wang Wei", theirs):
        assert secret not in told

    sato = visit("Sato", path=f"/runs/{ours}")
    sato.locator(".grid tbody tr").first.wait_for()
    sato.locator("body").press("j")
    sato.locator("aside blockquote").first.wait_for()
    assert sato.get_by_text("Conflict").count() == 0
    assert sato.locator(".judge").count() == 0
    sato.locator("body").press("1")
    sato.wait_for_timeout(500)
    assert sato.get_by_role("textbox", name="Reason, in a sentence").count() == 0


def test_an_admin_comes_in_for_the_first_time_and_lets_others_in(visit: Any, team: Team) -> None:
    chen = visit("Chen Jing", team.first)
    chen.wait_for_url("**/password")
    chen.get_by_label("The password that you have now").fill(team.first)
    for label in ("The new one", "The new one again"):
        chen.get_by_label(label, exact=True).fill("seven quiet herons in fog")
    chen.get_by_role("button", name="Continue").click()
    chen.get_by_role("heading", name="Shortlists").wait_for()
    chen.locator(".person .q-btn").first.click()
    chen.get_by_text("People and teams").click()
    chen.get_by_role("heading", name="Accounts").wait_for()

    chen.get_by_label("Name").fill("<b>Zhou</b>")
    chen.get_by_role("button", name="Add").click()
    first = chen.locator(".secret").inner_text().strip()
    assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", first)
    chen.get_by_role("rowheader", name="<b>Zhou</b>").wait_for()
    box = chen.locator(".pair", has_text="Client Alpha")
    box.get_by_role("combobox").click()
    chen.get_by_role("option", name="<b>Zhou</b>").click()
    chen.keyboard.press("Escape")
    box.locator(".q-chip", has_text="Zhou").wait_for()

    zhou = visit("<b>Zhou</b>", first)
    zhou.wait_for_url("**/password")
    chen.get_by_role("row", name=re.compile("Zhou")).get_by_role("button", name="Close").click()
    chen.get_by_text("closed").wait_for()
    zhou.goto(team.server.url)
    zhou.wait_for_url("**/login")


def test_an_open_page_goes_when_the_session_is_over(visit: Any, team: Team) -> None:
    page = visit("Li Na", path=f"/runs/{team.runs['Client Alpha']}")
    page.locator(".grid tbody tr").first.wait_for()
    other = visit("Li Na", path="/account")
    other.get_by_role("button", name="Sign out everywhere else").click()
    page.locator("body").press("j")
    page.wait_for_url("**/login*")
    other.locator(".person .q-btn").first.click()
    other.get_by_text("Sign out", exact=True).click()
    other.wait_for_url("**/login")


def test_a_socket_speaks_for_the_pages_of_its_own_session_alone_and_not_without_end(
    team: Team,
) -> None:
    import asyncio

    import aiohttp
    import socketio

    url = team.server.url

    async def page_of(name: str, path: str) -> tuple[aiohttp.ClientSession, str]:
        jar = aiohttp.CookieJar(unsafe=True)
        session = aiohttp.ClientSession(cookie_jar=jar, headers={"origin": url})
        await session.post(f"{url}/login", data={"name": name, "password": PASSWORD})
        async with session.get(url + path) as answer:
            found = re.search(r"client_id\W+([0-9a-f-]{36})", await answer.text())
        assert found
        return session, found[1]

    async def connected(session: aiohttp.ClientSession, client: str) -> bool:
        socket = socketio.AsyncClient(http_session=session)
        query = f"client_id={client}&tab_id=t&document_id=d&next_message_id=0"
        try:
            await socket.connect(
                f"{url}?{query}&implicit_handshake=true",
                socketio_path="/_nicegui_ws/socket.io",
                transports=["websocket"],
            )
        except socketio.exceptions.ConnectionError:
            return False
        await socket.disconnect()
        return True

    async def tried() -> list[bool]:
        li, hers = await page_of("Li Na", f"/runs/{team.runs['Client Alpha']}")
        wang, his = await page_of("Wang Wei", "/")
        found = [await connected(wang, hers), await connected(wang, his)]
        found.append(await connected(li, hers))
        for session in (li, wang):
            await session.close()
        return found

    async def pressed() -> list[object]:
        """The answers to the first message of a session and to the one after 1800 more."""
        li, hers = await page_of("Li Na", f"/runs/{team.runs['Client Alpha']}")
        socket = socketio.AsyncClient(http_session=li)
        query = f"client_id={hers}&tab_id=t&document_id=d&next_message_id=0"
        await socket.connect(
            f"{url}?{query}&implicit_handshake=true",
            socketio_path="/_nicegui_ws/socket.io",
            transports=["websocket"],
        )
        message = {"client_id": hers, "id": -1, "listener_id": "none", "args": []}
        found = [await socket.call("event", message)]
        for _ in range(1800):
            await socket.emit("event", message)
        found.append(await socket.call("event", message))
        await socket.disconnect()
        await li.close()
        return found

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        assert thread.submit(lambda: asyncio.run(tried())).result() == [False, True, True]
        assert thread.submit(lambda: asyncio.run(pressed())).result() == [None, False]


def test_a_token_is_shown_once_and_works_for_programs(visit: Any, team: Team) -> None:
    import httpx

    page = visit("Li Na", path="/account")
    page.get_by_label("What it is for").fill("nightly")
    page.get_by_role("button", name="Make a token").click()
    secret = page.locator(".secret").inner_text().strip()
    page.reload()
    page.get_by_text("nightly").wait_for()
    assert page.locator(".secret").count() == 0
    headers = {"authorization": f"Bearer {secret}"}
    address = f"{team.server.url}/api/v1/mandates"
    assert [one["name"] for one in httpx.get(address, headers=headers).json()] == ["Client Alpha"]
    page.get_by_role("button", name="Drop").click()
    page.get_by_text("nightly").wait_for(state="detached")
    assert httpx.get(address, headers=headers).status_code == 401


def test_the_log_becomes_a_list_of_insiders(visit: Any, team: Team, tmp_path: Path) -> None:
    li = visit("Li Na", path=f"/runs/{team.runs['Client Alpha']}")
    li.locator(".grid tbody tr").first.wait_for()
    li.goto(f"{team.server.url}/log")
    li.get_by_role("heading", name="Access log").wait_for()
    table = li.locator("table").last
    table.get_by_text("opened the shortlist").first.wait_for()
    assert "Client Beta" not in li.content()
    li.get_by_role("link", name="Client Alpha").click()
    li.get_by_role("heading", name=re.compile("Insider list")).wait_for()
    assert "Li Na" in li.locator("table").inner_text()
    with li.expect_download() as waiting:
        li.get_by_role("button", name="Workbook").click()
    waiting.value.save_as(tmp_path / "insiders.xlsx")
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(tmp_path / "insiders.xlsx")
    text = str(book.get_sheet_by_index(0).to_python())
    assert "Li Na" in text
    assert "Client Alpha" not in text


def test_the_workbook_has_the_code_name(visit: Any, team: Team, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    li = visit("Li Na", path=f"/runs/{team.runs['Client Alpha']}")
    with li.expect_download() as waiting:
        li.get_by_role("link", name="Workbook").click()
    waiting.value.save_as(tmp_path / "run.xlsx")
    book = CalamineWorkbook.from_path(tmp_path / "run.xlsx")
    text = "".join(str(book.get_sheet_by_name(one).to_python()) for one in book.sheet_names)
    assert "Client Alpha" not in text


def test_the_command_line_asks_the_server_with_a_token(team: Team, tmp_path: Path) -> None:
    place = pipeline.open_workspace(load({"data_dir": team.server.folder}, environ={}))
    accounts = pipeline.Accounts(place)
    secret = accounts.give_token(accounts.find("Wang Wei"), "shell", 1, "shell")
    place.close()
    told = tmp_path / "told.txt"
    told.write_text("We make strain wave gears for robot joints.", encoding="utf-8")

    def score(**env: str) -> subprocess.CompletedProcess[str]:
        words = ["score", "robots", "--text", str(told), "--name", "A GmbH", "--country", "DE"]
        return subprocess.run(
            [sys.executable, "-c", "from screening.cli import main; main()", *words],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "SCREENING_HOME": str(team.server.folder), **env},
        )

    through, alone = score(SCREENING_TOKEN=secret), score()
    assert through.returncode == alone.returncode == 0
    assert through.stdout == alone.stdout
    assert "profile" not in through.stderr
    assert "profile" in alone.stderr


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_no_fault_in_the_office(
    browser: Any, visit: Any, team: Team, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}

    def faults(page: Any) -> list[str]:
        found = Axe().run(page, options=rules).response["violations"]
        return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

    locale, scheme = ("zh-CN", "dark") if language == "zh" else ("en-GB", "light")
    stranger = entered(browser, locale=locale, color_scheme=scheme)
    door = stranger.new_page()
    door.goto(team.server.url)
    told = faults(door)
    door.locator("[name=name]").fill("nobody")
    door.locator("[name=password]").fill("nothing")
    door.locator("button").click()
    door.get_by_role("alert").wait_for()
    told += faults(door)
    stranger.close()

    page = visit("Li Na")
    if language == "zh":
        page.get_by_role("button", name="Switch to Chinese").click()
        page.get_by_role("button", name="明暗主题").click()
    insiders = "/log/insiders?mandate=Client%20Alpha"
    for path in ("/account", "/people", "/log", insiders, "/password"):
        page.goto(team.server.url + path)
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(600)
        told += faults(page)
    assert told == []
