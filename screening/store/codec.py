"""Records to JSON-able dicts and back, leaving out what is empty."""

from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")
_PLAIN = (str, int, float, bool, type(None))


def to_record(value: Any) -> Any:
    """Plain dicts, lists and scalars; a field that holds its default is left out.

    >>> from screening.records import Company
    >>> to_record(Company(name="KUKA", country="DE"))
    {'name': 'KUKA', 'country': 'DE'}
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if is_dataclass(kind):
        found = ((one, getattr(value, one.name)) for one in _fields(kind))
        return {one.name: to_record(v) for one, v in found if v != one.default}
    if isinstance(value, tuple | list):
        return [to_record(item) for item in value]
    if hasattr(value, "items"):
        return {key: to_record(item) for key, item in value.items()}
    return value


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    default: Any


@cache
def _fields(kind: Any) -> tuple[_Field, ...]:
    return tuple(
        _Field(f.name, f.default if f.default_factory is MISSING else f.default_factory())
        for f in fields(kind)
    )


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
