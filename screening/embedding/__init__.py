"""Encoders behind one protocol; which there are is written in ``models/registry.toml``.

Importing this package loads no model library: ``card`` answers from the registry, ``load``
brings in sentence-transformers.
"""

from screening.embedding.bridge import Bridge, bridge
from screening.embedding.cards import Card, card, registry
from screening.embedding.encoder import SentenceEncoder, load

__all__ = ["Bridge", "Card", "SentenceEncoder", "bridge", "card", "load", "registry"]
