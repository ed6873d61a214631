"""What a column without a telling heading holds, by its values alone."""

import re
from collections.abc import Callable, Sequence

from atrium.foundation.formats import country
from atrium.imports.reading.headings import Heading
from atrium.imports.reading.person import is_company

_MOST = 0.6
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_URL = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_PHONE = re.compile(r"^(?:\+|00|\(?0|tel:)[\d\s()./-]{6,}$|^\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}$")
_NAME = re.compile(r"^[^\W\d_][^\d@]{1,60}$")
_FEWEST_DISTINCT = 0.5


def mostly(values: Sequence[str], test: Callable[[str], object]) -> bool:
    """Tell whether more than half of the values pass a test; never of no values."""
    return bool(values) and sum(1 for value in values if test(value.strip())) > len(values) / 2


def looks_like(values: Sequence[str], *, headed: bool) -> Heading | None:
    """Return what a column holds. Beside headings only unmistakable kinds are told; without any, names and countries too."""
    if not values:
        return None
    for target, pattern in (("email", _EMAIL), ("website", _URL), ("phone", _PHONE)):
        if sum(1 for value in values if pattern.match(value.strip())) >= len(values) * _MOST:
            return Heading(target, rank=50)
    if headed:
        return None
    if mostly(values, lambda value: len(value) > 1 and country.find(value)):
        return Heading("country", rank=50)
    distinct = len(set(values)) >= len(values) * _FEWEST_DISTINCT
    return _named(values) if distinct else None


def _named(values: Sequence[str]) -> Heading | None:
    """What a column of names holds: companies, people with two names, or perhaps people."""
    if mostly(values, is_company):
        return Heading("company", rank=60)
    if mostly(values, lambda value: _NAME.match(value) and len(value.split()) > 1):
        return Heading("name", rank=60)
    if len(values) > 1 and mostly(values, _NAME.match):
        return Heading("name", rank=70)
    return None
