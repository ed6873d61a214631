"""What lines of invoices charge for: apps above keep that it is charged once, and say by what it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.billing.models.invoice import Invoice
    from atrium.billing.models.line import Line
    from atrium.timeline.acting import Acting

type Keeps = Callable[[Invoice, dict[str, str], Collection[str], Acting], None]
type Says = Callable[[Collection[str]], dict[str, str]]
KEEPING: list[Keeps] = []
SAYING: list[Says] = []


def keeps_charged(function: Keeps) -> Keeps:
    """Call the function, in the act, with the work that the lines of an invoice charge and what they no longer do.

    The work by its name, "jobs.job:7", with the words of its line. It refuses what is charged already.
    """
    KEEPING.append(function)
    return function


def says_charged(function: Says) -> Says:
    """Ask the function which of some work is charged already, and by what, in words."""
    SAYING.append(function)
    return function


def charge(
    invoice: Invoice, lines: Iterable[Line], act: Acting, *, before: Iterable[Line] = ()
) -> None:
    """Keep what the lines of the invoice charge; what only those of ``before`` did is to be charged again."""
    works = {line.work: str(line) for line in lines if line.work}
    freed = {line.work for line in before if line.work} - works.keys()
    for keeping in KEEPING if works or freed else ():
        keeping(invoice, works, freed, act)


def charged(works: Collection[str]) -> dict[str, str]:
    """Those of them that are charged already, each with by what."""
    found: dict[str, str] = {}
    for saying in SAYING if works else ():
        found |= saying(works)
    return found
