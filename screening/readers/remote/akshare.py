"""akshare: profiles of A-share companies from cninfo, by share code, by province, or all."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from screening.errors import InputError
from screening.readers.remote.web import Asking

PAUSE = 1.0
_CODE = re.compile(r"\d{6}")
_ADDRESS = ("注册地址", "办公地址")


def fetch(ask: Asking, words: Sequence[str], limit: int) -> Iterator[dict[str, Any]]:
    """A profile for each six-digit code; of all codes, those at an address with another word.

    ``浙江`` gives Zhejiang's listed firms, and asks for all 5,000 and more to find them.
    """
    client = _client()
    codes = [word for word in words if _CODE.fullmatch(word)]
    places = [word for word in words if not _CODE.fullmatch(word)]
    found = (profile for code in codes if (profile := _profile(ask, client, code)))
    yield from found
    if places or not codes:
        yield from _everyone(ask, client, places, limit)


def _client() -> Any:
    try:
        import akshare
    except ImportError:
        raise InputError('akshare is missing: pip install "screening[akshare]"') from None
    return akshare


def _everyone(
    ask: Asking, client: Any, places: Sequence[str], limit: int
) -> Iterator[dict[str, Any]]:
    def call() -> Any:
        return client.stock_info_a_code_name().to_dict("records")

    given = 0
    for code in ask.ask("A-share codes", call, _codes):
        profile = _profile(ask, client, code)
        if profile and (not places or any(place in _address(profile) for place in places)):
            yield profile
            given += 1
        if given == limit:
            return


def _codes(table: Any) -> list[str]:
    try:
        return [str(row["code"]) for row in table]
    except (KeyError, TypeError):
        raise ValueError("akshare gives no column 'code'") from None


def _address(profile: dict[str, Any]) -> str:
    return "".join(str(profile.get(column) or "") for column in _ADDRESS)


def _profile(ask: Asking, client: Any, code: str) -> dict[str, Any]:
    def call() -> list[dict[str, Any]]:
        rows = client.stock_profile_cninfo(symbol=code).astype(object)
        return [dict(row) for row in rows.where(rows.notna(), None).to_dict("records")]

    rows = ask.ask(f"cninfo {code}", call) or []
    with suppress(IndexError):
        return dict(rows[0])
    return {}
