"""Each source against a server that speaks its shapes, down to what the readers make of it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests

from screening import readers
from screening.errors import InputError, SourceError
from screening.readers import remote
from screening.readers.remote import akshare, gleif, lens, ops, wikidata
from screening.records import Company, Document
from tests.readers.remote.conftest import Asked, Say, Service

Fetch = Callable[..., list[Any]]
SAMPLES = Path("data/samples/exports")
KEYS = {"ops_key": "key-k1", "ops_secret": "secret-s1", "lens_token": "token-t1"}


@pytest.fixture
def fetch(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """Fetch, then read: the records that a source gives."""
    monkeypatch.setattr(gleif, "BASE", service.url)
    monkeypatch.setattr(wikidata, "BASE", service.url)
    monkeypatch.setattr(lens, "BASE", service.url + "/patent/search")
    monkeypatch.setattr(ops, "AUTH", service.url + "/auth")
    monkeypatch.setattr(ops, "SERVICE", service.url)
    for module in (gleif, wikidata, lens, ops, akshare):
        monkeypatch.setattr(module, "PAUSE", 0.0)

    def fetched(name: str, *words: str, limit: int = 100, fresh: bool = False) -> list[Any]:
        path = remote.fetch(name, words, tmp_path, keys=KEYS, limit=limit, fresh=fresh)
        kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
        assert not any(secret.encode() in kept for secret in KEYS.values())
        source = readers.open_source(path)
        assert source.layout in (name, f"{name}-json", "cninfo")
        assert source.unmapped == ()
        return list(readers.read(path, source))

    return fetched


def companies(rows: list[Any]) -> list[Company]:
    assert all(isinstance(row, readers.CompanyRow) for row in rows), rows
    return [row.company for row in rows]


def patents(rows: list[Any]) -> list[Document]:
    assert all(isinstance(row, readers.DocumentRow) for row in rows), rows
    return [row.document for row in rows]


# GLEIF


def leis(asked: Asked) -> Say:
    """The two sample records, found by any name; the first one has a parent."""
    given = [json.loads(line) for line in (SAMPLES / "gleif.jsonl").read_text().splitlines()]
    parent = given[0].pop("parent")
    if asked.path.endswith("/ultimate-parent"):
        return Say({"data": parent})
    if asked.path == "/lei-records":
        return Say({"meta": {"pagination": {"total": 2}}, "data": given})
    found = [one for one in given if asked.path == f"/lei-records/{one['id']}"]
    return Say({"data": found[0]}) if found else Say({"errors": [{"status": "404"}]}, 404)


def test_gleif_gives_names_in_all_scripts_and_the_parent(fetch: Fetch, service: Service) -> None:
    service.answer = leis
    first, second = companies(fetch("gleif", "样品齿轮", limit=7))
    assert first.name == "Sample Gears AG"
    assert set(first.aliases) == {"示例齿轮", "サンプルギヤ"}
    assert (first.ownership.owner, first.ownership.owner_country) == ("Sample Holding SE", "DE")
    assert second.country == "FI"
    assert not second.ownership.owner
    assert service.asked[0].query == {"filter[entity.names]": "样品齿轮", "page[size]": "7"}


def test_gleif_takes_an_lei_or_an_isin(fetch: Fetch, service: Service) -> None:
    service.answer = leis
    (one,) = companies(fetch("gleif", "SAMPLESENSOR00000026"))
    assert one.name == "Sample Sensorik Oy"
    fetch("gleif", "DE0007164600")
    assert service.asked[-2].query["filter[isin]"] == "DE0007164600"
    with pytest.raises(SourceError, match="nothing on"):
        fetch("gleif", "SAMPLENOBODY00000099")


def test_gleif_in_another_form_is_said_so(fetch: Fetch, service: Service) -> None:
    service.answer = lambda _: Say({"records": []})
    with pytest.raises(SourceError, match=r"GLEIF.*format has changed"):
        fetch("gleif", "Sample")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data": None}, "data: Input should be a valid list"),
        ({"data": ["x"]}, r"data\.0: "),
        ({"data": [{"attributes": {}}]}, r"data\.0\.id: Field required"),
        ({"data": [{"id": "A", "attributes": {}, "relationships": None}]}, "relationships: "),
        ({"data": [{"id": "A", "attributes": None}]}, "attributes: "),
        (
            {"data": [{"id": "A", "attributes": {}, "relationships": {"direct-parent": []}}]},
            "direct-parent: ",
        ),
        ([1], "the whole: "),
    ],
)
def test_gleif_with_a_changed_field_names_it(
    fetch: Fetch, service: Service, changed: Any, told: str
) -> None:
    service.answer = lambda _: Say(changed)
    with pytest.raises(SourceError, match=f"GLEIF.*{told}.*format has changed"):
        fetch("gleif", "Sample")


# Wikidata


def claim(value: Any, **how: Any) -> dict[str, Any]:
    qualifiers = {p: [{"datavalue": {"value": v}}] for p, v in how.pop("qualifiers", {}).items()}
    snak = {"snaktype": "value", "datavalue": {"value": value}}
    return {"mainsnak": snak, "rank": "normal", "qualifiers": qualifiers, **how}


def day(time: str, precision: int = 11) -> dict[str, Any]:
    return {"time": f"+{time}T00:00:00Z", "precision": precision}


def item(key: str, labels: dict[str, str], **claims: list[dict[str, Any]]) -> dict[str, Any]:
    spoken = {code: {"language": code, "value": text} for code, text in labels.items()}
    return {"id": key, "labels": spoken, "aliases": {}, "claims": claims}


ITEMS = {
    "Q1": item(
        "Q1",
        {"en": "Sample Gears", "zh": "样品齿轮", "ja": "サンプルギヤ", "eo": "Specimena"},
        P17=[claim({"id": "Q2"})],
        P159=[claim({"id": "Q3"})],
        P127=[
            claim({"id": "Q4"}, qualifiers={"P582": day("2018-01-01")}),
            claim({"id": "Q5"}, qualifiers={"P580": day("2019-04-00", 10)}),
        ],
        P856=[claim("https://old.example", rank="deprecated"), claim("https://gears.example")],
        P571=[claim(day("1974-00-00", 9))],
        P1128=[
            claim({"amount": "+300", "unit": "1"}, qualifiers={"P585": day("2015-12-31")}),
            claim(
                {"amount": "+420", "unit": "1"},
                rank="preferred",
                qualifiers={"P585": day("2024-12-31")},
            ),
        ],
        P946=[{"mainsnak": {"snaktype": "novalue"}, "rank": "normal"}],
    ),
    "Q2": item("Q2", {"en": "Germany"}, P297=[claim("DE")]),
    "Q3": item("Q3", {"de": "Musterstadt"}),
    "Q4": item("Q4", {"en": "Former Owner"}),
    "Q5": item("Q5", {"en": "Sample Holding"}, P17=[claim({"id": "Q6"})]),
    "Q6": item("Q6", {"en": "Austria"}, P297=[claim("AT")]),
    "Q7": item("Q7", {"en": "Sample Gears (film)"}, P17=[claim({"id": "Q2"})]),
}


def knowledge(asked: Asked) -> Say:
    if asked.query["action"] == "wbsearchentities":
        return Say({"search": [{"id": "Q1"}, {"id": "Q7"}], "success": 1})
    ids = asked.query["ids"].split("|")
    return Say({"entities": {i: ITEMS.get(i, {"id": i, "missing": ""}) for i in ids}})


def test_wikidata_gives_names_owner_and_seat_of_today(fetch: Fetch, service: Service) -> None:
    service.answer = knowledge
    (one,) = companies(fetch("wikidata", "样品齿轮"))
    assert service.asked[0].query["language"] == "zh"
    assert (one.name, one.name_zh) == ("Sample Gears", "样品齿轮")
    assert "サンプルギヤ" in one.aliases
    assert "Specimena" not in one.aliases
    assert (one.country, one.city, one.website) == ("DE", "Musterstadt", "https://gears.example")
    assert one.founded == 1974
    assert (one.size.employees, one.size.employees_year) == (420, 2024)
    assert one.ownership.owner == "Sample Holding"
    assert (one.ownership.owner_country, one.ownership.since) == ("AT", "2019-04")


def test_wikidata_says_what_the_service_complains_about(fetch: Fetch, service: Service) -> None:
    complaint = {"error": {"code": "maxlag", "info": "Waiting for a host"}}
    service.answer = lambda _: Say(complaint, 200, {"Retry-After": "0"})
    with pytest.raises(SourceError, match="Waiting for a host"):
        fetch("wikidata", "Q1")
    assert len(service.asked) == 5
    service.answer = knowledge
    assert len(fetch("wikidata", "Q1")) == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"entities": []}, "entities: "),
        ({"entities": {"Q1": {"labels": {}}}}, r"entities\.Q1\.id: Field required"),
        ({"entities": {"Q1": {"id": "Q1", "labels": []}}}, r"entities\.Q1\.labels: "),
        ({"entities": {"Q1": {"id": "Q1", "labels": {"en": "x"}}}}, r"labels\.en: "),
        ({"entities": {"Q1": {"id": "Q1", "aliases": {"en": [{}]}}}}, r"aliases\.en\.0\.value: "),
        ({"entities": {"Q1": {"id": "Q1", "claims": {"P17": [{"mainsnak": []}]}}}}, "mainsnak: "),
        ({"entities": {"Q1": {"id": "Q1", "claims": {"P17": [claim([1])]}}}}, "datavalue.value"),
        ({"entities": {"Q1": {"id": "Q1", "claims": {"P571": [claim({"time": 5})]}}}}, "time: "),
        ({"search": [{"title": "x"}]}, "entities: Field required"),
    ],
)
def test_wikidata_with_a_changed_field_names_it(
    fetch: Fetch, service: Service, changed: Any, told: str
) -> None:
    service.answer = lambda _: Say(changed)
    with pytest.raises(SourceError, match=f"Wikidata.*{told}.*format has changed"):
        fetch("wikidata", "Q1")


def test_a_hit_of_wikidata_without_its_item_is_said_so(fetch: Fetch, service: Service) -> None:
    service.answer = lambda _: Say({"search": [{"title": "x"}]})
    with pytest.raises(SourceError, match=r"search\.0\.id: Field required.*format has changed"):
        fetch("wikidata", "Sample")


def test_a_date_before_our_era_is_a_reject(fetch: Fetch, service: Service) -> None:
    old = item("Q1", {"en": "Sample"}, P571=[claim({"time": "-0200-00-00T00:00:00Z"})], P452=[])
    service.answer = lambda _: Say({"entities": {"Q1": old}})
    company, refused = fetch("wikidata", "Q1")
    assert (company.company.name, company.company.founded) == ("Sample", None)
    assert (refused.column, refused.value) == ("founded", "-0200-00-00T00:00:00Z")


# The Lens


def lens_patents(asked: Asked) -> Say:
    (line, *_) = (SAMPLES / "lens-json.jsonl").read_text().splitlines()
    wanted = json.loads(asked.body)
    everyone = [{**json.loads(line), "doc_number": str(1000 + k)} for k in range(250)]
    page = everyone[wanted["from"] : wanted["from"] + wanted["size"]]
    return Say({"total": len(everyone), "data": page, "results": len(page)})


def test_the_lens_is_paged_to_the_limit(fetch: Fetch, service: Service) -> None:
    service.answer = lens_patents
    found = patents(fetch("lens", "Sample Gears", limit=230))
    assert len({one.patent.publication_number for one in found if one.patent}) == 230
    bodies = [json.loads(asked.body) for asked in service.asked]
    assert [(body["from"], body["size"]) for body in bodies] == [(0, 100), (100, 100), (200, 30)]
    assert bodies[0]["query"] == {"match_phrase": {"applicant.name": "Sample Gears"}}
    assert service.asked[0].headers["Authorization"] == "Bearer token-t1"
    assert len(fetch("lens", "applicant.name:Sample", limit=1000)) == 250
    assert "query_string" in json.loads(service.asked[3].body)["query"]


def test_a_fetch_that_broke_off_goes_on_where_it_stood(fetch: Fetch, service: Service) -> None:
    def breaking(asked: Asked) -> Say:
        return Say({}, 401) if json.loads(asked.body)["from"] == 200 else lens_patents(asked)

    service.answer = breaking
    with pytest.raises(SourceError, match="The Lens refuses"):
        fetch("lens", "Sample Gears", limit=250)
    assert len(service.asked) == 3
    service.answer = lens_patents
    assert len(fetch("lens", "Sample Gears", limit=250)) == 250
    assert len(service.asked) == 4


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data": [{"lens_id": "1"}]}, "total: Field required"),
        ({"total": 2, "data": {"lens_id": "1"}}, "data: Input should be a valid list"),
        ({"total": 2, "data": ["a"]}, r"data\.0: "),
        ({"total": 2, "results": []}, "data: nothing from 0 on, of 2 in all"),
        ({"total": None, "data": []}, "total: "),
    ],
)
def test_the_lens_with_a_changed_field_names_it(
    fetch: Fetch, service: Service, changed: Any, told: str
) -> None:
    service.answer = lambda _: Say(changed)
    with pytest.raises(SourceError, match=f"The Lens.*{told}.*format has changed"):
        fetch("lens", "Sample")


# EPO OPS


def exchange(number: int) -> dict[str, Any]:
    """A document as OPS writes XML in JSON."""
    name = {"applicant-name": {"name": {"$": "SAMPLE GEARS [DE]"}}, "@sequence": "1"}
    identity = {
        "@document-id-type": "docdb",
        "country": {"$": "EP"},
        "doc-number": {"$": str(number)},
        "kind": {"$": "A1"},
        "date": {"$": "20230105"},
    }
    return {
        "exchange-document": {
            "@system": "ops.epo.org",
            "@family-id": str(number),
            "@country": "EP",
            "@doc-number": str(number),
            "@kind": "A1",
            "bibliographic-data": {
                "publication-reference": {"document-id": [identity]},
                "invention-title": [{"$": "Wave gear with thin flexspline", "@lang": "en"}],
                "parties": {"applicants": {"applicant": [{**name, "@data-format": "epodoc"}]}},
            },
            "abstract": {"@lang": "en", "p": {"$": "A flexspline of constant wall."}},
        }
    }


def epo(asked: Asked) -> Say:
    if asked.path == "/auth":
        return Say({"access_token": "t", "expires_in": "1199"})
    if "nobody" in asked.body:
        return Say({"code": "SERVER.EntityNotFound"}, 404)
    start, end = map(int, asked.headers["X-OPS-Range"].split("-"))
    found = [exchange(3_000_000 + k) for k in range(start, min(end, 130) + 1)]
    result = {"exchange-documents": found if len(found) > 1 else found[0]}
    search = {"@total-result-count": "130", "ops:search-result": result}
    return Say({"ops:world-patent-data": {"ops:biblio-search": search}})


def test_ops_is_paged_and_read_with_title_and_abstract(fetch: Fetch, service: Service) -> None:
    service.answer = epo
    found = patents(fetch("ops", 'Sample "Gears"', limit=500))
    assert len(found) == 130
    assert found[0].patent
    assert found[0].patent.publication_number == "EP 3000001 A1"
    assert "flexspline" in found[0].full_text
    assert "pa%3D%22Sample++Gears+%22" in service.asked[1].body
    with pytest.raises(SourceError, match="nothing on nobody"):
        fetch("ops", "nobody")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_ops_is_asked_again(fetch: Fetch, service: Service, status: int) -> None:
    service.answer = epo
    fetch("ops", "first", limit=1)
    service.faults = [Say({}, status, {"Retry-After": "0"})]
    assert len(fetch("ops", "second", limit=1)) == 1


def test_ops_with_a_used_up_quota_is_refused(fetch: Fetch, service: Service) -> None:
    quota = {"X-Rejection-Reason": "RegisteredQuotaPerWeek"}
    service.answer = lambda asked: epo(asked) if asked.path == "/auth" else Say({}, 403, quota)
    with pytest.raises(SourceError, match="your quota"):
        fetch("ops", "Sample")


def searched(documents: Any) -> dict[str, Any]:
    result = {"exchange-documents": documents}
    search = {"@total-result-count": "1", "ops:search-result": result}
    return {"ops:world-patent-data": {"ops:biblio-search": search}}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data": 1}, "ops:world-patent-data"),
        (searched([{"other": 1}]), "exchange-document"),
        (searched({"exchange-document": "a"}), "exchange-document"),
        (searched("a"), "indices"),
    ],
)
def test_ops_in_another_form_is_said_so(
    fetch: Fetch, service: Service, changed: Any, told: str
) -> None:
    service.answer = lambda asked: epo(asked) if asked.path == "/auth" else Say(changed)
    with pytest.raises(SourceError, match=f"{told}.*format has changed"):
        fetch("ops", "Sample")


# akshare

OLD_WAYS = pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")
PROFILE = {
    "ORGNAME": "样品机器人股份有限公司",
    "F001V": "Sample Robot Co., Ltd.",
    "F002V": None,
    "SECCODE": "300000",
    "SECNAME": "样品机器人",
    **{f"X{k}": None for k in range(5)},
    "F003V": "深交所",
    "F004V": "通用设备制造业",
    "F005V": "某人",
    "F006N": 12000.0,
    "F007D": "2005-03-01",
    "F008D": "2015-03-01",
    "F009V": "www.sample-robot.example",
    "F010V": "ir@sample-robot.example",
    "F011V": "0571-0",
    "F012V": "0571-1",
    "F013V": "浙江省杭州市滨江区样品路1号",
    "F014V": "浙江省杭州市滨江区样品路1号",
    "F015V": "310000",
    "F016V": "工业机器人与谐波减速器的研发、生产和销售。",
    "F017V": "工业机器人制造。",
    "F018V": "公司前身为样品机械厂。",
    **{f"Y{k}": None for k in range(4)},
}


@pytest.fixture
def to_the_server(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """akshare has its addresses in its code: every request goes to the local server instead."""
    send = requests.Session.send

    def sent(session: Any, request: Any, **how: Any) -> Any:
        url, here = urlsplit(request.url), urlsplit(service.url)
        request.url = urlunsplit((here.scheme, here.netloc, url.path, url.query, ""))
        return send(session, request, **how)

    monkeypatch.setattr(requests.Session, "send", sent)


def cninfo(asked: Asked) -> Say:
    code = asked.query["scode"]
    seat = "浙江省杭州市" if code.startswith("3") else "江苏省南京市"
    record = {**PROFILE, "SECCODE": code, "F013V": seat, "F014V": seat}
    known = code != "999999"
    return Say({"count": int(known), "records": [record] if known else [], "resultcode": 200})


@OLD_WAYS
@pytest.mark.usefixtures("to_the_server")
def test_akshare_gives_profiles_by_code(fetch: Fetch, service: Service) -> None:
    service.answer = cninfo
    rows = fetch("akshare", "300000", "999999", "600000")
    one, other = companies(rows)
    assert one.name == "样品机器人股份有限公司"
    assert one.country == "CN"
    assert any(text.startswith("ashare:") for text in one.registry_ids)
    assert "谐波减速器" in " ".join(d.full_text for d in rows[0].documents)
    assert other.name == one.name
    assert len(service.asked) == 3
    fetch("akshare", "300000", "999999", "600000")
    assert len(service.asked) == 3


@OLD_WAYS
@pytest.mark.usefixtures("to_the_server")
def test_akshare_keeps_those_of_a_province(
    fetch: Fetch, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    import akshare as client
    import pandas as pd

    table = pd.DataFrame({"code": ["600000", "300000", "300001", "300002"], "name": list("abcd")})
    monkeypatch.setattr(client, "stock_info_a_code_name", lambda: table)
    service.answer = cninfo
    assert len(fetch("akshare", "浙江", limit=2)) == 2
    assert [asked.query["scode"] for asked in service.asked] == ["600000", "300000", "300001"]


@OLD_WAYS
@pytest.mark.usefixtures("to_the_server")
@pytest.mark.parametrize(
    "changed",
    [
        {"resultcode": 200, "records": []},
        {"count": 1, "records": [{**PROFILE, "NEW": "1", "NEWER": "2"}]},
        {"count": 7, "records": []},
    ],
)
def test_akshare_in_another_form_is_said_so(
    fetch: Fetch, service: Service, changed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screening.readers.remote.web.time.sleep", lambda _: None)
    service.answer = lambda _: Say(changed)
    with pytest.raises(SourceError, match="another form than expected"):
        fetch("akshare", "300000")


# All of them


def test_a_missing_key_or_word_is_said_before_anything_is_asked(
    tmp_path: Path, service: Service
) -> None:
    with pytest.raises(InputError, match="SCREENING_LENS_TOKEN"):
        remote.fetch("lens", ["Sample"], tmp_path, keys={})
    with pytest.raises(InputError, match="SCREENING_OPS_KEY and SCREENING_OPS_SECRET"):
        remote.fetch("ops", ["Sample"], tmp_path, keys={})
    with pytest.raises(InputError, match="names, LEIs or ISINs"):
        remote.fetch("gleif", [" "], tmp_path, keys={})
    with pytest.raises(InputError, match="known: akshare, financedatabase, gleif"):
        remote.fetch("bloomberg", ["Sample"], tmp_path, keys={})
    assert service.asked == []


def test_the_same_answers_give_the_same_file(
    fetch: Fetch, service: Service, tmp_path: Path
) -> None:
    service.answer = leis
    fetch("gleif", "Sample")
    (path,) = tmp_path.glob("*.jsonl")
    before = path.read_bytes()
    fetch("gleif", "Sample", fresh=True)
    assert path.read_bytes() == before
