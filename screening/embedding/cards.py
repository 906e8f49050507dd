"""What is known of each encoder before it is loaded: the entries of ``models/registry.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from screening import assets
from screening.errors import EncoderError, SettingsError, unknown
from screening.protocols import Role
from screening.text import digest

_SAYS_NOTHING_OF_VECTORS = {"id", "licence", "languages"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An encoder as registered; nothing of the model itself is loaded.

    ``revision`` is a package version or a hub commit; ``max_tokens`` counts special tokens too.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    kind: Literal["package", "hub"]
    source: Annotated[str, Field(min_length=1)]
    revision: Annotated[str, Field(min_length=1)]
    dimension: Annotated[int, Field(gt=0)]
    pooling: Literal["ngram-dan", "mean", "cls", "lasttoken"]
    query_prefix: str = ""
    passage_prefix: str = ""
    max_tokens: Annotated[int, Field(gt=2)]
    licence: Annotated[str, Field(min_length=1)]
    languages: Annotated[
        tuple[Annotated[str, Field(pattern="^[a-z]{2}$")], ...], Field(min_length=1)
    ]

    def __post_init__(self) -> None:
        if self.kind == "hub" and not re.fullmatch("[0-9a-f]{40}", self.revision):
            raise ValueError(
                f"revision {self.revision!r} is no commit (40 hex digits); a branch or tag moves"
            )

    @property
    def key(self) -> str:
        """The id and a short hash over everything that changes a vector.

        >>> Card(id="tiny", kind="package", source="tiny", revision="1", dimension=2,
        ...      pooling="mean", max_tokens=8, licence="MIT", languages=("en",)).key
        'tiny-7f2025b6d1'
        """
        facts = {k: v for k, v in asdict(self).items() if k not in _SAYS_NOTHING_OF_VECTORS}
        return f"{self.id}-{digest(facts)[:10]}"

    def prefix(self, role: Role) -> str:
        """What the encoder wants before a text in this role; often nothing."""
        return self.query_prefix if role == "query" else self.passage_prefix


def registry(file: Path | None = None) -> Mapping[str, Card]:
    """Every known encoder by id, from ``models/registry.toml``.

    Raises SettingsError with every fault of the file at once.
    """
    file = file or assets.shipped("models", "registry.toml")
    try:
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not a TOML file in UTF-8: {error}") from None
    given = {
        name: {**entry, "id": name} if isinstance(entry, dict) else entry
        for name, entry in entries.items()
    }
    try:
        return TypeAdapter(dict[str, Card]).validate_python(given)
    except ValidationError as error:
        raise SettingsError(_faults(file, error)) from None


def card(encoder_id: str) -> Card:
    """The card of one encoder; EncoderError lists the known ids where it is unknown."""
    known = registry()
    if encoder_id not in known:
        raise EncoderError(
            unknown("encoder", encoder_id, known) + "; encoders are listed in models/registry.toml"
        )
    return known[encoder_id]


def _faults(file: Path, error: ValidationError) -> str:
    lines = [
        f"  {'.'.join(map(str, fault['loc']))}: {fault['msg']} (given: {fault['input']!r})"
        for fault in error.errors()
    ]
    return f"{file}: {len(lines)} entries are wrong:\n" + "\n".join(lines)
