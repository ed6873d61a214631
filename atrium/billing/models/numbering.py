"""Numbers of invoices: without a gap and never twice, per series and year.

``INV-2026-0042`` is the 42nd of the series INV in 2026. A number is taken in the transaction that
issues: one that is rolled back is given out again.
"""

from __future__ import annotations

from datetime import date

from atrium.organisations.models import Counter


def next_number(series: str, day: date) -> str:
    """The next number of the series in the year of ``day``."""
    [number] = Counter.take(f"inv:{series}:{day:%Y}")
    return f"{series}-{day:%Y}-{number:04d}"
