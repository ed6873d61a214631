"""What can be imported beside clients, by its word in addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.work.invoices import InvoiceSort
from atrium.imports.work.jobs import JobSort
from atrium.imports.work.projects import ProjectSort
from atrium.imports.work.sort import Sort

if TYPE_CHECKING:
    from atrium.organisations.models import Member

CLIENTS = "clients"
SORTS: dict[str, Sort] = {sort.what: sort for sort in (JobSort(), ProjectSort(), InvoiceSort())}
WHATS = [
    (CLIENTS, gettext_lazy("Clients")),
    *((what, sort.heading) for what, sort in SORTS.items()),
]


def refuse_what(what: str, by: Member) -> None:
    """Refused where there is no such thing to import, or the member may not add it."""
    if what == CLIENTS:
        return
    if what not in SORTS:
        msg = gettext("Choose one of {value}.").format(value=", ".join([CLIENTS, *SORTS]))
        raise Refusal(msg, field="what")
    if not by.can(SORTS[what].needs):
        msg = gettext("You may not add {what}; ask an admin.").format(what=what)
        raise Refusal(msg, field="what")
