"""Where the reference data lies that lies outside the repository; tests that need it skip loudly without it."""

import csv
from pathlib import Path

import pytest

from atrium.testing import reference_folder


def reference(path: str) -> Path:
    """A file or folder of the reference data; where it is missing the test is skipped, and says so."""
    where = reference_folder.found(path)
    if where is None:
        folders = ", ".join(map(str, reference_folder.places()))
        pytest.skip(f"REFERENCE DATA MISSING: {path} not found in {folders}; set ATRIUM_SHARED")
    return where


def suite(name: str) -> list[dict[str, str]]:
    """Return the rows of a validation suite."""
    with reference(f"data/validation/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unescaped(text: str) -> str:
    r"""Return a value of a `python_escaped` column as the characters it stands for (\xfc is ü)."""
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
