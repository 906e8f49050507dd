"""Records to JSON-able dicts and back, leaving out what is empty."""

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


def to_record(value: Any) -> Any:
    """Plain dicts, lists and scalars; a field that holds its default is left out.

    >>> from screening.records import Company
    >>> to_record(Company(name="KUKA", country="DE"))
    {'name': 'KUKA', 'country': 'DE'}
    """
    if is_dataclass(value):
        found = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: to_record(v) for f, v in found if v != _default(f)}
    if isinstance(value, tuple | list):
        return [to_record(item) for item in value]
    if hasattr(value, "items"):
        return {key: to_record(item) for key, item in value.items()}
    return value


def _default(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def from_record(kind: type[T], value: Any) -> T:
    """The record of type ``kind`` that ``to_record`` was given."""
    result: T = _adapter(cast(Any, kind)).validate_python(value)
    return result


def from_json(kind: type[T], value: str) -> T:
    """Like ``from_record``, from JSON text (read without a detour over Python objects)."""
    result: T = _adapter(cast(Any, kind)).validate_json(value)
    return result
