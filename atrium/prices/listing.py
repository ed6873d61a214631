"""The price list: what of it is asked for, and one page of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.numbers import fits
from atrium.prices.models import Item

if TYPE_CHECKING:
    from django.http import QueryDict

    from atrium.prices.models.item import ItemQuerySet

PAGE = 100
MOST_COUNTED = 10_000


class PriceList:
    """The items that fit what is asked for, by their code, page by page."""

    def __init__(self, query: QueryDict) -> None:
        self.q = query.get("q", "").replace("\x00", "").strip()[:200]
        self.archived = query.get("show") == "archived"
        self.after = query.get("after", "")

    @cached_property
    def chosen(self) -> ItemQuerySet:
        """All that fit, in no order."""
        rows: ItemQuerySet = Item.objects.select_related("tax")
        rows = rows.exclude(archived_at=None) if self.archived else rows.live()
        return rows.holding(self.q) if self.q else rows

    @cached_property
    def items(self) -> list[Item]:
        """One page."""
        return self._found[:PAGE]

    @cached_property
    def _found(self) -> list[Item]:
        rows = self.chosen
        last = Item.objects.filter(pk=int(self.after)).first() if fits(self.after) else None
        if last is not None:
            rows = rows.filter(
                TupleGreaterThan(Tuple(F("code_key"), F("id")), (last.code_key, last.pk))
            )
        return list(rows.order_by("code_key", "id")[: PAGE + 1])

    def all_items(self) -> Iterator[Item]:
        """All that fit, in their order."""
        return self.chosen.order_by("code_key", "id").iterator(500)

    @property
    def more(self) -> str:
        """The query of the next page; empty on the last."""
        return self._query(after=str(self.items[-1].pk)) if len(self._found) > PAGE else ""

    @property
    def query(self) -> str:
        """What is asked for, as addresses write it."""
        return self._query()

    def _query(self, **more: str) -> str:
        pairs = {"q": self.q, "show": "archived" if self.archived else "", **more}
        return urlencode({name: value for name, value in pairs.items() if value})

    @cached_property
    def count(self) -> str:
        """How many there are, counted no further than anyone reads."""
        known = self.chosen.order_by()[: MOST_COUNTED + 1].count()
        return f"{spoken(MOST_COUNTED):,}+" if known > MOST_COUNTED else f"{spoken(known):,}"
