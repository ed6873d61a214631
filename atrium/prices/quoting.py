"""What an item costs a client on a day: the narrowest rule wins, and says so in words (B05).

The order, from narrow to wide:

1. What was agreed with the client itself, then what was agreed for a group that it belongs to, the
   nearest group first.
2. What was agreed for the item, then a discount on all items.
3. The highest quantity that is reached.
4. What began last, and of two that began together what was agreed last. At one client this cannot
   be needed, since no two agreements for the same item, quantity and reach may hold on one day.

Where nothing was agreed it is the standard price. A discount is rounded half up to the minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from atrium.clients.models import Client, Relation
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import money
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.prices.models import AgreedPrice, Item

STANDARD = gettext_lazy("Standard price")
_HIGHEST = 20


@dataclass(frozen=True)
class Quoted:
    """A price for one unit in minor units of ``currency``, and which rule gave it, in words.

    ``standard`` is the standard price, in the item's own currency.
    """

    amount: int
    currency: str
    rule: str
    agreed: AgreedPrice | None
    standard: int
    inclusive: bool


def price_of(
    client: Client,
    item: Item,
    quantity: Decimal = Decimal(1),
    on: date | None = None,
    *,
    currency: str = "",
) -> Quoted:
    """What one unit costs the client, on the day (today by default) and at this quantity.

    ``currency``: only prices in it count; refused where there is none.
    """
    on = on or client.organisation.today()
    above = _above(client)
    rules = [
        rule
        for rule in _rules(client, item, above, on)
        if rule.from_quantity <= abs(quantity) and _fits(rule, item, currency)
    ]
    if rules:
        best = min(rules, key=lambda rule: _narrow(rule, client, above))
        amount, words = _amount(best, item), _words(best, client)
        return Quoted(
            amount, best.currency or item.currency, words, best, item.price_minor, item.inclusive
        )
    if currency and item.currency != currency:
        msg = gettext(
            "{item} has no price in {currency}. Write one, or agree on one with {client}."
        ).format(item=item, currency=currency, client=client)
        raise Refusal(msg, field="currency")
    return Quoted(
        item.price_minor, item.currency, str(STANDARD), None, item.price_minor, item.inclusive
    )


def group_prices(client: Client, on: date) -> list[AgreedPrice]:
    """What was agreed for groups that the client belongs to and holds on the day, nearest first."""
    above = _above(client)
    rows = AgreedPrice.objects.filter(client__in=above, for_group=True).at(on)
    found = list(rows.select_related("item", "client"))
    return sorted(found, key=lambda rule: (above[rule.client_id], rule.pk))


def _above(client: Client) -> dict[int, int]:
    """Those above the client in any hierarchy, by key, with how many steps up."""
    found: dict[int, int] = {}
    level = {client.pk}
    for steps in range(1, _HIGHEST + 1):
        rows = Relation.objects.current().filter(hierarchical=True, second__in=level)
        level = set(rows.values_list("first_id", flat=True)) - found.keys() - {client.pk}
        if not level:
            break
        found |= dict.fromkeys(level, steps)
    return found


def _rules(client: Client, item: Item, above: dict[int, int], on: date) -> list[AgreedPrice]:
    here = Q(client=client)
    if above:
        here |= Q(client__in=above, for_group=True)
    rows = AgreedPrice.objects.filter(here, Q(item=item) | Q(item=None)).at(on)
    return list(rows)


def _fits(rule: AgreedPrice, item: Item, currency: str) -> bool:
    return not currency or (rule.currency or item.currency) == currency


def _narrow(
    rule: AgreedPrice, client: Client, above: dict[int, int]
) -> tuple[int, bool, bool, Decimal, int, int]:
    return (
        0 if rule.client_id == client.pk else above[rule.client_id],
        rule.for_group,
        rule.item_id is None,
        -rule.from_quantity,
        -rule.valid_from.toordinal(),
        -rule.pk,
    )


def _amount(rule: AgreedPrice, item: Item) -> int:
    if rule.amount is not None:
        return rule.amount
    share = Decimal(100) - (rule.percent or Decimal(0))
    return int((item.price_minor * share / 100).quantize(Decimal(1), ROUND_HALF_UP))


def _words(rule: AgreedPrice, client: Client) -> str:
    if rule.amount is None:
        what = gettext("Agreed {discount}").format(discount=rule.value_shown)
    else:
        price = money.shown(rule.amount, rule.currency)
        what = gettext("Agreed price {price}").format(price=price)
    if rule.item_id is None:
        what = gettext("{what} all items").format(what=what)
    if rule.client_id != client.pk:
        what = gettext("{what} of its group").format(what=what)
    if rule.from_quantity:
        what = gettext("{what} from {quantity}").format(what=what, quantity=rule.quantity_shown)
    return f"{what}, {rule.days}"
