"""Files in the encodings that spreadsheet programs write by default in each country."""

from collections.abc import Callable
from pathlib import Path

import pytest

from screening.readers import encodings

HEAD = "name,country,description\n"
FILES = {
    "german": ("cp1252", "Müller Getriebe GmbH,Österreich,Baut Getriebe.\n"),
    "swedish": ("cp1252", "Åkerströms Björbo AB,Sweden,Radiostyrning för kranar och maskiner.\n"),
    "danish": ("cp1252", "Nørre Åby Maskinfabrik,Denmark,\n"),
    "spanish": ("cp1252", "Ibáñez Señal,Spain,Diseña máquinas pequeñas en España.\n"),
    "portuguese": ("cp1252", "Soluções São João,Portugal,Produção de robôs e automação.\n"),
    "italian": ("cp1252", "Qualità Robotica,Italy,Più velocità e più città.\n"),
    "french": ("cp1252", "Société Générale d'Équipement,France,À très haute précision.\n"),
    "western": ("cp1252", "Müller,DE,\nIbáñez,ES,\nNørre Åby,DK,\nSociété d’Études,FR,\n"),
    "czech": ("cp1250", "Škoda Plzeň,Czechia,Vyrábí převodovky a řídicí systémy pro roboty.\n"),
    "central": ("cp1250", "Převodovky Brno,CZ,\nKovář,CZ,\nČeské roboty,CZ,\nMüller,DE,\n"),
    "polish": ("cp1250", "Łódź Przekładnie,Poland,Producent przekładni, również części.\n"),
    "hungarian": ("cp1250", "Győri Szerszámgépgyár,Hungary,Hajtóműveket gyárt.\n"),
    "romanian": ("cp1250", "Uzina Română,Romania,Fabrică roboţi şi reductoare în Braşov.\n"),
    "russian": ("cp1251", "Станкозавод,Russia,Производит редукторы для роботов.\n"),
    "turkish": (
        "cp1254",
        "İstanbul Dişli,Türkiye,Robotlar için dişli kutuları üretir ve satışı yapılır.\n",
    ),
    "japanese": ("cp932", "株式会社サンプル,日本,減速機を製造する。\n"),
    "korean": ("cp949", "삼성 로봇,Korea,감속기를 만든다.\n"),
    "taiwanese": ("big5", "臺灣機器人股份有限公司,Taiwan,製造減速機。\n"),
    "chinese": ("gb18030", "宁波示例机器人有限公司,中国,制造减速器。\n"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("times", [1, 50])
def test_a_file_reads_as_it_was_written(name: str, times: int, write: Callable[..., Path]) -> None:
    encoding, body = FILES[name]
    given = HEAD + times * body
    path = write(given.encode(encoding))
    with encodings.text(path, "", encodings.detect(path, "")) as stream:
        assert stream.read() == given
