"""Where the reference data lies that lies outside the repository; tests that need it skip loudly without it."""

import csv
import os
from pathlib import Path

import pytest

_CHECKOUT = Path(__file__).resolve().parents[3]


def reference(path: str) -> Path:
    """Return a file or folder of the reference folder: `ATRIUM_SHARED`, else `shared` beside the checkout or above it."""
    named = os.environ.get("ATRIUM_SHARED")
    folders = (
        [Path(named)]
        if named
        else [_CHECKOUT.parent / "shared", _CHECKOUT.parent.parent / "shared"]
    )
    for folder in folders:
        if (folder / path).exists():
            return folder / path
    pytest.skip(
        f"REFERENCE DATA MISSING: {path} not found in {', '.join(map(str, folders))}; set ATRIUM_SHARED"
    )


def suite(name: str) -> list[dict[str, str]]:
    """Return the rows of a validation suite."""
    with reference(f"data/validation/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unescaped(text: str) -> str:
    r"""Return a value of a `python_escaped` column as the characters it stands for (\xfc is ü)."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
