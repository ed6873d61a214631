"""An invoice drawn as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from atrium.billing.printed.composing import Composer
from atrium.billing.printed.drawing import Enclosed, Sheet, drawn
from atrium.billing.printed.words import words_in

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, Line
    from atrium.billing.printed.paper import Sheeted

ACCENT = "#3b4bb8"


def printed(
    invoice: Invoice,
    lines: Sequence[Line],
    *,
    logo: bytes = b"",
    accent: str = "",
    enclosed: Enclosed | None = None,
) -> bytes:
    """The PDF of an invoice or a draft in the language of who gets it.

    It says what the invoice keeps and asks for nothing from outside. Refused where the machine cannot draw.
    """
    paper = Composer(invoice, lines, logo=bool(logo)).paper()
    return laid_out("billing/printed/invoice.html", paper, logo, accent, enclosed=enclosed)


def laid_out(
    template: str,
    paper: Sheeted,
    logo: bytes,
    accent: str,
    *,
    enclosed: Enclosed | None = None,
    **content: Any,
) -> bytes:
    """The PDF of a paper by its template, which extends sheet.html, in the organisation's look."""
    context = {"paper": paper, "words": words_in(paper.language)} | content
    html = render_to_string(template, context)
    css = render_to_string("billing/printed/paper.css")
    pictures = {"logo": logo} if logo else {}
    sheet = Sheet(html, f":root {{ --accent: {accent or ACCENT} }}\n{css}", pictures)
    return drawn(sheet, enclosed)
