from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import EMPTY, FILLED, IS, Definition, ValueType
from atrium.foundation.formats import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

_YES = frozenset(gettext_lazy("yes y true t 1 on x ja j oui o si sí sim tak da").split())
_NO = frozenset(gettext_lazy("no n false f 0 off nein non não nie nee").split())


class YesNo(ValueType):
    """Yes or no; nothing is neither."""

    slug = "yes_no"
    label = gettext_lazy("Yes or no")
    icon = "toggle-left"
    takes = gettext_lazy("Yes, no, or nothing said.")
    control = "yes_no"
    operators = (IS, EMPTY, FILLED)
    numeric = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> bool:
        if isinstance(typed, bool):
            return typed
        word = str(typed).casefold()
        if isinstance(typed, str | int) and word in _YES | _NO:
            return word in _YES
        msg = gettext("Write yes or no.")
        raise FormatError(msg)

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return gettext("Yes") if value else gettext("No")

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return "yes" if value else "no"

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [1.0 if value else 0.0]

    def sought(self, typed: str, field: Definition, where: Where) -> float:
        return 1.0 if self._parsed(typed, field, where) else 0.0

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "boolean"}
