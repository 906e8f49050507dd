"""What consultants do, start to end, in a real browser: each is a visit of its own."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from python_calamine import CalamineWorkbook

from screening.scoring import signals
from tests.web.conftest import HOSTILE, Server, entered

_WAIT = 20_000


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Any]:
    """Opens visits of different people; fails on any fault or any word with another host."""
    opened, faults = [], []

    def one(author: str = "", language: str = "en") -> Any:
        context = entered(browser, locale="en-GB")
        context.set_default_timeout(_WAIT)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                faults.append(request.url)
                if urlsplit(request.url).netloc not in ("", urlsplit(server.url).netloc)
                else None
            ),
        )
        opened.append(context)
        page.goto(server.url)
        if language == "zh":
            page.get_by_role("button", name="Switch to Chinese").click()
            page.get_by_role("link", name="国别图谱").wait_for()
        if author:
            page.locator(".person .q-btn").first.click()
            page.get_by_label("Sign as").fill(author)
            page.get_by_role("button", name="Save").click()
            page.locator(".person").get_by_text(author).wait_for()
        return page

    yield one
    for context in opened:
        context.close()
    assert faults == []


def choose(page: Any, label: str, option: str) -> None:
    """Pick an option of a filter and close its list."""
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=re.compile(option)).click()
    page.keyboard.press("Escape")


def test_the_whole_story(visit: Any, server: Server, tmp_path: Path) -> None:
    li = visit("Li Na")
    first = filtered_and_read(li, server)
    wang = visit("Wang Wei")
    judged_by_two(li, wang, server)
    weighed_otherwise(li, server)
    exported(li, tmp_path / "run.xlsx", first)


def filtered_and_read(li: Any, server: Server) -> str:
    """Open → filter → reload → choose a line; gives back the name on it."""
    li.get_by_role("heading", name="Shortlists").wait_for()
    assert "ranked" in li.locator("table").first.inner_text()
    li.locator(f"a[href='/runs/{server.run}']").click()
    rows = li.locator(".grid tbody tr")
    rows.first.wait_for()

    # filter, and the address leads back to it
    choose(li, "Country", "Japan")
    li.wait_for_url("**countries=JP**")
    li.wait_for_function(
        "[...document.querySelectorAll('td.cell-country')]"
        ".every(cell => cell.innerText.trim() === 'Japan')"
    )
    li.reload()
    rows.first.wait_for()
    assert "Japan" in rows.first.inner_text()
    li.get_by_role("button", name="Clear filters").click()
    li.wait_for_function("document.querySelector('.pager').innerText.includes('of 3')")

    # by field, and by who holds it
    choose(li, "Field", "New displays")
    li.wait_for_url("**fields=new-displays**")
    li.get_by_role("button", name="Clear filters").click()
    li.wait_for_function("document.querySelector('.pager').innerText.includes('of 3')")
    li.get_by_label("Held by").fill("brother")
    li.wait_for_url("**owner=brother**")
    li.wait_for_function("document.querySelectorAll('.grid tbody tr').length === 1")
    assert "Nissei" in rows.first.inner_text()
    li.get_by_role("button", name="Clear filters").click()
    li.wait_for_function("document.querySelector('.pager').innerText.includes('of 3')")

    # choose a line by the keyboard: its quote, owner, rule, and why it stands above the next
    li.locator("body").press("j")
    side = li.locator("aside")
    side.get_by_role("heading", name=re.compile("Why it stands above")).wait_for()
    told = side.inner_text()
    assert side.locator("blockquote").count() > 0
    assert "Owner" in told
    assert "as of" in told
    assert "Rule" in told
    first = rows.first.locator("td.cell-name a").inner_text()

    return str(first)


def judged_by_two(li: Any, wang: Any, server: Server) -> None:
    """A verdict on the tear sheet; another reviewer sees it at once, and disagrees."""
    wang.goto(f"{server.url}/runs/{server.run}")
    wang.locator(".grid tbody tr").first.wait_for()

    # the tear sheet shows the evidence in its source; a verdict by its key
    li.locator("body").press("Enter")
    li.wait_for_url("**/targets/**")
    li.locator("mark").first.wait_for()
    assert li.locator(".radar svg, .radar canvas").count() > 0
    li.locator("body").press("1")
    li.get_by_role("textbox", name="Reason, in a sentence").fill("Closes two gaps <b>at once</b>")
    li.get_by_role("button", name="Save").click()
    li.locator(".history").get_by_text("Closes two gaps <b>at once</b>").wait_for()

    # the other sees it without a reload, and disagrees; the first sees that
    wang.locator(".grid tbody tr").first.get_by_text("pursue").wait_for()
    wang.locator("body").press("j")
    wang.locator("aside .history").get_by_text("Li Na").wait_for()
    wang.locator("body").press("3")
    wang.get_by_role("textbox", name="Reason, in a sentence").fill("Owner will not sell")
    wang.get_by_role("button", name="Save").click()
    wang.locator(".grid tbody tr").first.get_by_text("differ").wait_for()
    li.get_by_text("reviewers disagree").first.wait_for()
    li.get_by_text("Owner will not sell").wait_for()

    # a contact stands beside the verdicts
    li.get_by_role("button", name="Note a contact").click()
    li.get_by_role("textbox", name="Working language").fill("ko")
    li.get_by_role("button", name="Save").click()
    li.get_by_text(re.compile("approached, Korean, Li Na")).wait_for()


def weighed_otherwise(li: Any, server: Server) -> None:
    """Other weights, another order, and the run is as it was."""
    before = server.get(f"/runs/{server.run}/fits?limit=10")["items"]
    li.goto(f"{server.url}/runs/{server.run}/weights")
    li.get_by_role("button", name="Defend").click()
    li.wait_for_function("document.querySelector('table').innerText.includes('▲')")
    choose(li, "Country", "Japan")
    choose(li, "Feasibility", "near closed")
    li.wait_for_function(
        "[...document.querySelectorAll('tbody td:nth-child(3)')]"
        ".every(cell => cell.innerText.trim() === 'Japan')"
    )
    after = server.get(f"/runs/{server.run}/fits?limit=10")["items"]
    assert [(one["rank"], one["total"]) for one in after] == [
        (one["rank"], one["total"]) for one in before
    ]


def exported(li: Any, book: Path, first: str) -> None:
    """The workbook holds both verdicts."""
    with li.expect_download() as waiting:
        li.get_by_role("link", name="Workbook").click()
    waiting.value.save_as(book)
    sheet = CalamineWorkbook.from_path(book).get_sheet_by_name("Shortlist")
    text = "\n".join(str(cell) for row in sheet.to_python() for cell in row)
    assert "Closes two gaps <b>at once</b>" in text
    assert "Owner will not sell" in text
    assert first in text


def test_a_view_is_kept_under_a_name(visit: Any, server: Server) -> None:
    page = visit("Zhou")
    page.goto(f"{server.url}/runs/{server.run}?countries=DE&sort=-total")
    page.locator(".grid tbody tr").first.wait_for()
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name of the view").fill("Germans first")
    page.get_by_role("button", name="Keep this view").click()
    page.goto(f"{server.url}/runs/{server.run}")
    page.get_by_role("button", name="Views").click()
    page.get_by_text("Germans first · Zhou").click()
    page.wait_for_url("**countries=DE&sort=-total**")


def test_keys_that_come_quickly_are_all_heard(visit: Any, server: Server) -> None:
    page = visit()
    page.goto(f"{server.url}/runs/{server.run}")
    page.locator(".grid tbody tr").first.wait_for()
    page.wait_for_timeout(500)
    for _ in range(4):
        page.keyboard.press("j")
    page.wait_for_function(
        "document.querySelectorAll('.grid tbody tr')[3].classList.contains('at')"
    )
    page.keyboard.press("k")
    page.wait_for_function(
        "document.querySelectorAll('.grid tbody tr')[2].classList.contains('at')"
    )


def test_search_columns_and_comparison(visit: Any, server: Server) -> None:
    page = visit()
    page.goto(f"{server.url}/runs/{server.run}")
    page.locator(".grid tbody tr").first.wait_for()
    page.locator("body").press("/")
    page.keyboard.type("nabtesco")
    page.wait_for_function("document.querySelectorAll('.grid tbody tr').length === 1")
    page.get_by_label("Search names").fill("")
    page.wait_for_function("document.querySelectorAll('.grid tbody tr').length === 25")
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("checkbox", name="Employees").click()
    page.keyboard.press("Escape")
    page.get_by_role("columnheader", name="Employees").wait_for()
    for number in (0, 1):
        page.locator(".pick").nth(number).click()
        page.get_by_role("button", name=f"Compare {number + 1}").wait_for()
    page.get_by_role("button", name="Compare 2").click()
    page.get_by_role("heading", name="Compare targets").wait_for()
    assert page.locator(".compare thead th").count() == 3


def test_one_target_is_scored_from_a_dropped_file(
    visit: Any, server: Server, tmp_path: Path
) -> None:
    page = visit()
    page.goto(f"{server.url}/score")
    brochure = tmp_path / "../brochure of ours.txt"
    brochure.write_text("We make strain wave gears for robot joints in Bavaria.", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(brochure)
    page.get_by_text("characters").wait_for()
    page.get_by_role("button", name="Score", exact=True).click()
    page.get_by_text("ranked companies stand above it").wait_for(timeout=60_000)
    assert "strain wave gears" in page.locator("blockquote").first.inner_text()
    page.get_by_label("What it says of itself").fill("   ")
    page.get_by_role("button", name="Score", exact=True).click()
    page.locator(".fault").get_by_text("holds no word").wait_for()


def test_what_no_technology_covers_is_looked_for_under_the_gap_matrix(
    visit: Any, server: Server
) -> None:
    page = visit()
    page.goto(f"{server.url}/runs/{server.run}/gaps")
    page.get_by_role("columnheader", name="How sure").wait_for()
    page.get_by_role("button", name="Look for what no technology here covers").click()
    page.get_by_role("heading", name="Emerging: filed abroad").wait_for(timeout=60_000)
    table = page.locator("section table")
    assert table.count() or page.get_by_text("No such group").count()


def test_a_company_of_the_corpus_is_picked_while_its_name_is_typed(
    visit: Any, server: Server
) -> None:
    page = visit()
    page.goto(f"{server.url}/score")
    page.get_by_label("A company of the corpus").fill("哈默")
    page.get_by_role("button", name=re.compile("Harmonic Drive Systems · .*Japan")).click()
    page.get_by_text("ranked companies stand above it").wait_for(timeout=60_000)
    assert page.locator("blockquote").count() > 0
    page.get_by_role("link", name="Open the tear sheet").click()
    page.wait_for_url("**/targets/**")

    page.goto(f"{server.url}/score")
    page.get_by_label("A company of the corpus").fill("fanuc")
    page.keyboard.press("Enter")
    page.get_by_text("leaves it out").wait_for(timeout=60_000)
    page.get_by_label("A company of the corpus").fill("nobody of this name")
    page.keyboard.press("Enter")
    page.get_by_text("No company of the corpus has a name with").wait_for()

    page.goto(f"{server.url}/match")
    page.get_by_label("Company of the corpus").fill("nabtes")
    page.keyboard.press("Enter")
    page.wait_for_url("**/match?target=**")
    page.get_by_role("heading", name="Nabtesco").wait_for()


def test_a_mandate_is_checked_previewed_and_screened(visit: Any, server: Server) -> None:
    page = visit()
    page.goto(f"{server.url}/mandates")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('name = "x"\nfirm = "SUPCON"\nfield = "robotz"\n')
    page.get_by_role("button", name="Check and preview").click()
    page.locator(".fault").get_by_text("robotz").wait_for()
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text('name = "Displays"\nprovince = "Zhejiang"\nfield = "new-displays"\n')
    page.get_by_role("button", name="Check and preview").click()
    page.get_by_text("No fault found").wait_for()
    page.get_by_role("button", name="Screen", exact=True).click()
    page.wait_for_url("**/jobs")
    page.get_by_role("link", name="Open the shortlist").wait_for(timeout=120_000)
    page.get_by_role("link", name="Open the shortlist").click()
    page.get_by_role("heading", name="Displays").wait_for()


def test_a_hostile_name_is_shown_and_nothing_else(visit: Any, server: Server) -> None:
    page = visit(f"Mallory {HOSTILE}")
    found = server.get(f"/runs/{server.run}/fits?search=onerror")["items"]
    assert [one["name"] for one in found] == [HOSTILE]
    company = found[0]["company_id"]
    for path in (
        f"/runs/{server.run}?search=onerror&at={company}",
        f"/runs/{server.run}/targets/{company}",
        f"/runs/{server.run}/compare?c={company}",
        f"/match?target={company}",
    ):
        page.goto(server.url + path)
        page.get_by_text(HOSTILE).first.wait_for()
        page.wait_for_timeout(300)
        assert page.title() != "broken"
        assert page.locator("img[src=x]").count() == 0


def test_an_address_that_leads_nowhere_says_so(visit: Any, server: Server) -> None:
    page = visit()
    before = len(server.log.read_text())
    for path in ("/runs/r_nothing", f"/runs/{server.run}/targets/c_nobody"):
        answer = page.goto(server.url + path)
        assert answer.status == 404
        page.get_by_role("heading", name="That did not work").wait_for()
        page.get_by_role("link", name="To the shortlists").wait_for()
    assert "Traceback" not in server.log.read_text()[before:]
    page.goto(f"{server.url}/runs/{server.run}?sort=beauty&page=999999999999&at=c_nobody&c=x")
    page.locator(".grid tbody tr").first.wait_for()


def test_who_was_left_out_stands_there_with_the_rule(visit: Any, server: Server) -> None:
    page = visit()
    page.goto(f"{server.url}/runs/{server.run}/excluded")
    page.get_by_role("heading", name="Left out").wait_for()
    lines = page.locator(".card.scroll tbody tr")
    count = server.get(f"/runs/{server.run}")["excluded"]
    assert lines.count() == min(count, 200)
    page.get_by_label("Search names").fill("no such company")
    page.keyboard.press("Enter")
    page.get_by_text("Nobody was left out by this rule").wait_for()


def test_a_run_that_ranks_nobody_is_no_fault(visit: Any, server: Server) -> None:
    page = visit()
    page.goto(f"{server.url}/mandates")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        'name = "Nobody"\nfirm = ["Laifual", "Kaierda", "SUPCON"]\ndeal_date = 2022-06-30\n'
        'field = "robots"\n[filters]\ncountries = ["IS"]\n'
    )
    page.get_by_role("button", name="Check and preview").click()
    page.get_by_text("Laifual and others (3 firms)").wait_for()
    page.get_by_role("button", name="Screen", exact=True).click()
    job = page.locator(".job", has_text="Nobody")
    job.get_by_role("link", name="Open the shortlist").click(timeout=60_000)
    page.get_by_text("No target passes these filters").first.wait_for()
    page.get_by_text("Judged as of: 2022-06-30").wait_for()
    page.get_by_role("link", name="What-if").click()
    page.get_by_text("The run ranks nobody").wait_for()


def test_what_is_filled_at_home_and_the_rule_of_every_mode_are_seen(
    visit: Any, server: Server
) -> None:
    page = visit()
    page.goto(f"{server.url}/runs/{server.run}")
    note = page.locator(".filled")
    note.get_by_text("Filled at home already").wait_for()
    assert re.search(r"Zhejiang, as of \d{4}-\d\d-\d\d \(", note.locator("li").first.inner_text())
    note.locator("summary").click()
    note.locator("li").first.wait_for(state="hidden")
    page.emulate_media(media="print")
    note.locator("li").first.wait_for()
    page.emulate_media(media="screen")
    page.goto(f"{server.url}/runs/{server.run}/gaps")
    page.get_by_role("heading", name="ABB, the best leader").first.wait_for()
    assert page.get_by_role("heading", name="KUKA, a leader").count()
    first = server.get(f"/runs/{server.run}/fits?limit=1")["items"][0]
    assert first["confidence"] in ("high", "medium", "low")
    page.goto(f"{server.url}/runs/{server.run}/targets/{first['company_id']}")
    page.get_by_text(f"How sure: {first['confidence']}", exact=True).wait_for()
    card = page.locator("section", has=page.get_by_role("heading", name="Deal modes at its seat"))
    modes = card.locator("dd").all_inner_texts()
    assert len(modes) == 6
    assert all(len(one.splitlines()) == 2 for one in modes)


def test_the_pages_speak_chinese(visit: Any, server: Server) -> None:
    page = visit(language="zh")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    page.goto(f"{server.url}/runs/{server.run}")
    page.locator(".grid tbody tr").first.wait_for()
    page.locator("body").press("j")
    page.get_by_text("为何排在").wait_for()
    assert "日本" in page.locator(".grid").inner_text()
    page.goto(f"{server.url}/runs/{server.run}/gaps")
    page.get_by_role("heading", name="技术缺口矩阵").wait_for()
    first = server.get(f"/runs/{server.run}/fits?limit=1")["items"][0]["company_id"]
    page.goto(f"{server.url}/runs/{server.run}/targets/{first}")
    details = page.locator(".signals tbody td:last-child")
    details.first.wait_for()
    told = details.all_inner_texts()
    assert len(told) == len(signals.NAMES)
    assert all(re.search(r"[\u4e00-\u9fff]", one) for one in told)
