from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from atrium.clients.value_types.base import (
    EMPTY,
    FILLED,
    IS,
    NOT,
    Definition,
    Key,
    Operator,
    ValueType,
)
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where


def offered(field: Definition) -> list[dict[str, str]]:
    """The choices that can be made now; those taken off the list are still told where they stand."""
    return [each for each in field.options.get("choices", []) if not each.get("gone")]


def _label(key: str, field: Definition) -> str:
    choices = field.options.get("choices", [])
    return next((str(each["label"]) for each in choices if each["key"] == key), key)


def _key(typed: Any, field: Definition) -> str:
    """The choice of this key or label. Raises FormatError with those there are."""
    choices = field.options.get("choices", [])
    if isinstance(typed, str):
        same = fold(typed)
        for each in choices:
            if typed == each["key"] or same == fold(each["label"]):
                return str(each["key"])
    labels = [each["label"] for each in offered(field)]
    some = ", ".join(labels[:8]) + (" …" if len(labels) > 8 else "")  # noqa: PLR2004 - enough to see
    msg = (
        gettext("Choose one of {some}.").format(some=some)
        if labels
        else gettext("This field has no choices yet; add them first.")
    )
    raise FormatError(msg)


class Choice(ValueType):
    """One of the field's choices, by its key, so that a choice can be renamed."""

    slug = "choice"
    label = gettext_lazy("Choice")
    icon = "circle-dot"
    takes = gettext_lazy("One of the choices you name.")
    control = "choice"
    operators: ClassVar[tuple[Operator, ...]] = (IS, NOT, EMPTY, FILLED)
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return _key(typed, field)

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return _label(value, field)

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        return str(value)

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [str(value)]

    def sought(self, typed: str, field: Definition, where: Where) -> Key:
        return _key(typed, field)

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return _label(_key(typed, field), field)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "enum": [each["key"] for each in offered(field)]}


class Choices(ValueType):
    """Several of the field's choices, by their keys, in the order of the list."""

    slug = "choices"
    label = gettext_lazy("Several choices")
    icon = "list-checks"
    sortable = False
    takes = gettext_lazy("Any number of the choices you name.")
    control = "choices"
    operators = (IS, NOT, EMPTY, FILLED)
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> list[str] | None:
        if isinstance(typed, str):
            typed = self._apart(typed, field)
        if not isinstance(typed, list):
            msg = gettext("Send a list of choices.")
            raise FormatError(msg)
        chosen = {_key(each, field) for each in typed if each != ""}
        order = [each["key"] for each in field.options.get("choices", [])]
        return [key for key in order if key in chosen] or None

    @staticmethod
    def _apart(text: str, field: Definition) -> list[str]:
        """The choices in a text; a label may have a comma of its own."""
        known = {fold(each["label"]) for each in field.options.get("choices", [])}
        if fold(text) in known:
            return [text]
        parts = [part.strip() for part in re.split(r"[;\n|]", text) if part.strip()]
        if all(fold(part) in known for part in parts):
            return parts
        return [part.strip() for part in re.split(r"[;,\n|]", text) if part.strip()]

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return ", ".join(_label(key, field) for key in value)

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return "; ".join(_label(key, field) for key in value)

    def entered(self, value: Any, field: Definition, where: Where) -> list[str]:
        return list(value)

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return list(value)

    def sought(self, typed: str, field: Definition, where: Where) -> str:
        return _key(typed, field)

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return _label(_key(typed, field), field)

    def schema(self, field: Definition) -> dict[str, Any]:
        one = {"type": "string", "enum": [each["key"] for each in offered(field)]}
        return {"type": "array", "items": one}
