"""Where reference data lies that is no part of the repository: ATRIUM_SHARED, else ``shared`` beside the checkout or above it."""

from __future__ import annotations

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def places() -> list[Path]:
    """The folders that are looked through."""
    named = os.environ.get("ATRIUM_SHARED")
    if named:
        return [Path(named)]
    return [_CHECKOUT.parent / "shared", _CHECKOUT.parent.parent / "shared"]


def found(path: str) -> Path | None:
    """A file or folder of it; None where it is missing."""
    return next((place / path for place in places() if (place / path).exists()), None)
