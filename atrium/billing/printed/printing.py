"""An invoice drawn as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from atrium.billing.printed.composing import Composer
from atrium.billing.printed.drawing import Enclosed, Sheet, drawn

if TYPE_CHECKING:
    from atrium.billing.models import Invoice, Line

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
    context = {"paper": paper, "words": Composer(invoice, lines).words}
    html = render_to_string("billing/printed/invoice.html", context)
    css = render_to_string("billing/printed/paper.css")
    pictures = {"logo": logo} if logo else {}
    sheet = Sheet(html, f":root {{ --accent: {accent or ACCENT} }}\n{css}", pictures)
    return drawn(sheet, enclosed)
