"""By what of their invoices lists of clients are narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import OuterRef
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from atrium.billing.adding_up import owed_in
from atrium.billing.models import Invoice
from atrium.clients.narrowing import criterion
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Criterion, Values
from atrium.clients.narrowing.kinds import Counted, Days, OnDays, within
from atrium.clients.value_types import Where
from atrium.clients.value_types.base import FROM, TO, Operator
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.permissions import Can

SECTION = gettext_lazy("Activity and figures")
SCOPE = "invoices:read"


def _open(_: Where | None = None) -> Any:
    return Invoice.objects.owing()


def _overdue(where: Where) -> Any:
    return Invoice.objects.owing().late(where.organisation)


def _due(days: Days, _: Where) -> Answer:
    return Answer(rows=_open().filter(within("due_on", days)), several=True)


@dataclass(frozen=True, kw_only=True)
class Amount(Criterion):
    """What is owed of some invoices, in the organisation's currency."""

    control: ClassVar[str] = "number"
    operators: ClassVar[tuple[Operator, ...]] = (FROM, TO)
    late: bool = False

    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        amount = self._amount(values[0], where)
        rows = _overdue(where) if self.late else _open()
        rows = rows.filter(currency=where.organisation.currency, client=OuterRef("pk"))
        compare = {FROM: GreaterThanOrEqual, TO: LessThanOrEqual}[operator]
        return Answer(q=compare(owed_in(rows), amount))

    def named(self, value: str, operator: Operator, where: Where) -> str:
        return money.shown(self._amount(value, where), where.organisation.currency)

    def _amount(self, value: str, where: Where) -> int:
        place = where.organisation
        return money.parse(value, place.currency, place.country)


for _slug, _label, _rows in (
    ("open_invoices", gettext_lazy("Open invoices"), _open),
    ("overdue_invoices", gettext_lazy("Overdue invoices"), _overdue),
):
    criterion(
        Counted(
            slug=_slug,
            label=_label,
            section=SECTION,
            needs=Can.MONEY_SEE,
            scope=SCOPE,
            rows=_rows,
        )
    )
for _slug, _label, _late in (
    ("unpaid", gettext_lazy("Unpaid"), False),
    ("overdue", gettext_lazy("Overdue amount"), True),
):
    criterion(
        Amount(
            slug=_slug,
            label=_label,
            section=SECTION,
            needs=Can.MONEY_SEE,
            scope=SCOPE,
            late=_late,
        )
    )
criterion(
    OnDays(
        slug="invoice_due",
        label=gettext_lazy("Due day of an open invoice"),
        section=SECTION,
        needs=Can.MONEY_SEE,
        scope=SCOPE,
        between=_due,
    )
)
