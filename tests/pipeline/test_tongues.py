import pyarrow as pa
import pytest

from screening import text
from screening.pipeline.profile import readable
from screening.pipeline.tongues import tongues
from screening.records import Document, Language

TEXTS = [
    ("p", "Layers of weld are planned in succession.", "en"),
    ("p", "机器人多道焊接技术，为厚焊缝规划多层焊道。", "zh"),
    ("p", "Nabtesco (纳博) makes them.", "en"),
    ("p", "精密減速機を製造しています。", "ja"),
    ("p", "로봇용 감속기를 만든다.", "ko"),
    ("j", "精密減速機", "ja"),
    ("j", "Established 1939.", "en"),
    ("z", "KUKA KR C4 控制柜", "zh"),
    ("d", "Die Firma baut Getriebe.", "de"),
    ("gone", "机器人", "zh"),
    ("gone", "Getriebe", ""),
]


def test_a_passage_has_the_language_of_its_script_else_of_its_document() -> None:
    codes = {"p": "en", "j": "ja", "z": "zh", "d": "de"}
    documents = {
        key: Document(id=key, language=Language(declared=code)) for key, code in codes.items()
    }
    table = pa.table({"document_id": [one[0] for one in TEXTS], "text": [one[1] for one in TEXTS]})
    assert tongues(table, documents) == [one[2] for one in TEXTS]
    assert tongues(table.slice(0, 0), documents) == []


@pytest.mark.parametrize(
    ("told", "declared", "read"),
    [
        ("Precíziós hajtóműveket gyártunk ipari robotok csuklóihoz. A gyár új.", "", False),
        ("Vyrábíme přesné převodovky pro klouby průmyslových robotů.", "", False),
        ("Hajtóművek Budapest.", "", True),
        ("Precision gears for the joints of industrial robots.", "", True),
        ("充装间设远程切断，硅烷遇空气自燃。", "", True),
        ("Gears", "hu", False),
        ("Hajtóműveket gyártunk ipari robotok csuklóihoz Budapesten.", "en", True),
        ("החברה מייצרת ממסרות מדויקות לרובוטים", "", False),
        ("ממסרות", "", False),
        ("ממסרות", "en", True),
        ("Κιβώτια ταχυτήτων", "", False),
        ("გადაცემათა კოლოფები", "", False),
        ("ճշգրիտ փոխանցման տուփեր", "", False),
        ("सटीक गियरबॉक्स", "", False),
        ("Редукторы для роботов", "", False),
        ("Gear pumps, sold as Ω and Δ", "", True),
        ("Elbit (אלביט) makes gears", "", True),
        ("Tarkkuusvaihteita roboteille", "", False),
        ("Tillverkar precisionsväxlar för robotar", "", False),
        ("Fremstiller præcisionsgear til robotter", "", False),
        ("Převodovky pro roboty", "", False),
        ("Ovaro Kiinteistösijoitus Oyj", "", True),
        ("Lupaka Gold Corp.", "", True),
        ("Bombas e válvulas", "", True),
        ("Bombas y válvulas", "", True),
        ("Robot grippers", "", True),
        ("Präzisionsgetriebe für Roboter", "", True),
        ("", "", True),
    ],
)
def test_a_text_is_unread_where_its_language_is_told_or_all_but_certain(
    told: str, declared: str, read: bool
) -> None:
    document = Document(text=told, language=text.language(told, declared))
    assert readable(document, ["en", "zh", "de"]) == read
