from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.clients.value_types.base import EMPTY, FILLED, FROM, IS, NOT, TO, Definition
from atrium.clients.value_types.choice import Choice, offered
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

# Below every level that can be chosen.
_OFF_THE_LIST = -1.0


class Level(Choice):
    """One of the field's choices, which stand from the lowest to the highest, by its key."""

    slug = "level"
    label = gettext_lazy("Level")
    icon = "signal"
    takes = gettext_lazy(
        "One of the choices you name, from the lowest to the highest; lists sort by that."
    )
    operators = (IS, NOT, FROM, TO, EMPTY, FILLED)
    numeric = True

    def keys(self, value: str, field: Definition, where: Where) -> list[str | float]:
        return [_height(value, field)]

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        return _height(str(super().sought(typed, field, where)), field)


def _height(key: str, field: Definition) -> float:
    order = [each["key"] for each in offered(field)]
    return float(order.index(key)) if key in order else _OFF_THE_LIST
