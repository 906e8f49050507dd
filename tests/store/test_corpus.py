import multiprocessing
from pathlib import Path

import numpy as np
import pytest

from screening.errors import BusyError, NotReadyError
from screening.records import Company, Document, Passage
from screening.store import Corpus


def passage(document: str, number: int, text: str) -> Passage:
    return Passage(
        id=f"{document}:{number}",
        document_id=document,
        start=0,
        end=len(text),
        text=text,
        text_hash=f"hash of {text}",
    )


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus(str(tmp_path / "corpus"))
    with made.writing():
        made.put_records("companies", [("c1", Company(id="c1", name="Nabtesco", country="JP"))])
        made.put_records("documents", [("d1", Document(id="d1", company_ids=("c1",), text="RV"))])
        made.put_passages(["d1"], [passage("d1", 0, "RV gears"), passage("d1", 1, "doors")])
    return made


def test_the_same_records_again_change_nothing(corpus: Corpus) -> None:
    version, tables = corpus.version_hash(), corpus.versions()
    with corpus.writing():
        company = Company(id="c1", name="Nabtesco", country="JP")
        assert corpus.put_records("companies", [("c1", company)]) == []
    assert (corpus.version_hash(), corpus.versions()) == (version, tables)


def test_a_changed_record_changes_the_version_and_the_old_one_stays_readable(
    corpus: Corpus,
) -> None:
    old = corpus.snapshot()
    version = corpus.version_hash()
    with corpus.writing():
        company = Company(id="c1", name="Nabtesco Corporation", country="JP")
        assert corpus.put_records("companies", [("c1", company)]) == ["c1"]
    assert corpus.version_hash() != version
    assert old.companies()["c1"].name == "Nabtesco"
    assert corpus.snapshot().companies()["c1"].name == "Nabtesco Corporation"


def test_the_version_does_not_depend_on_the_order_of_writing(tmp_path: Path) -> None:
    found = set()
    for name, order in (("a", [1, 2]), ("b", [2, 1])):
        one = Corpus(str(tmp_path / name))
        with one.writing():
            for i in order:
                one.put_records("companies", [(f"c{i}", Company(id=f"c{i}", name=f"Firm {i}"))])
        found.add(one.version_hash())
    assert len(found) == 1


def test_passages_of_a_changed_document_are_replaced(corpus: Corpus) -> None:
    with corpus.writing():
        corpus.put_passages(["d1"], [passage("d1", 0, "harmonic gears")])
    assert corpus.snapshot().passages()["text"].to_pylist() == ["harmonic gears"]


def test_a_stored_vector_is_never_replaced(corpus: Corpus) -> None:
    with corpus.writing():
        corpus.add("enc", ["h1"], np.ones((1, 4), np.float16))
        corpus.add("enc", ["h1", "h2"], np.zeros((2, 4), np.float16))
    assert corpus.missing("enc", ["h1", "h2", "h3", "h3"]) == ["h3"]
    assert corpus.get("enc", ["h2", "h1"]).tolist() == [[0, 0, 0, 0], [1, 1, 1, 1]]


def test_missing_vectors_say_what_to_run(corpus: Corpus) -> None:
    with pytest.raises(NotReadyError, match="screening embed"):
        corpus.get("enc", ["h1"])
    with corpus.writing():
        corpus.add("other", ["h1"], np.ones((1, 4), np.float16))
    with pytest.raises(NotReadyError, match="embedded with other, not with enc"):
        corpus.get("enc", ["h1"])


def test_an_empty_corpus_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="screening ingest"):
        Corpus(str(tmp_path / "none")).snapshot().companies()


def _hold(uri: str, holding: "multiprocessing.synchronize.Event", done: object) -> None:
    with Corpus(uri).writing():
        holding.set()
        done.wait(30)  # type: ignore[attr-defined]


def test_a_second_writer_is_told_to_wait(corpus: Corpus) -> None:
    context = multiprocessing.get_context("spawn")
    holding, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(corpus.uri, holding, done))
    other.start()
    try:
        assert holding.wait(30)
        with (
            pytest.raises(BusyError, match="another process is writing"),
            Corpus(corpus.uri, lock_seconds=0.2).writing(),
        ):
            pass
    finally:
        done.set()
        other.join()


def test_a_deleted_corpus_is_another_corpus(corpus: Corpus, tmp_path: Path) -> None:
    other = Corpus(str(tmp_path / "other"))
    with other.writing():
        pass
    assert corpus.id
    assert other.id != corpus.id


def test_documents_are_found_by_kind_the_usual_one_too(corpus: Corpus) -> None:
    told = Document(id="d1", kind="description", text="It makes gears.")
    happened = Document(id="d2", kind="event", text="Its owner is old.")
    with corpus.writing():
        corpus.put_records("documents", [("d1", told), ("d2", happened)])
    head = corpus.snapshot()
    assert set(head.documents_of("description")) == {"d1"}
    assert set(head.documents_of("event")) == {"d2"}
