from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from atrium.clients.value_types.base import EMPTY, FILLED, IS, NOT, Definition, ValueType, line
from atrium.clients.value_types.where import Named, identifier_in
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

_NUMBER = re.compile(r"(?:c-)?0*([0-9]{1,15})", re.IGNORECASE)


class Reference(ValueType):
    """Another row, by its identifier; who may not see it is not told its name."""

    model: ClassVar[str]
    unseen: ClassVar[str]
    control = "reference"
    sortable = False
    operators = (IS, NOT, EMPTY, FILLED)

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        text = line(str(typed) if isinstance(typed, UUID) else typed)
        identifier = identifier_in(text)
        rows = where.rows(self.model)
        found = self._called(rows, identifier) if identifier else self._meant(rows, text)
        some = list(found.values_list("public_id", flat=True)[:2])
        if len(some) != 1:
            how = (
                gettext("Several are called so; choose one from the list.")
                if some
                else self._mend()
            )
            msg = gettext("“{text}” is not one {label} that you can see. {how}").format(
                text=text[:60], label=within(self.label, noun=True), how=how
            )
            raise FormatError(msg)
        return str(some[0])

    def _called(self, rows: Any, identifier: str) -> Any:
        return rows.filter(public_id=identifier)

    def _meant(self, rows: Any, text: str) -> Any:
        return rows.filter(name_key=fold(text)[:400])

    def _mend(self) -> str:
        return gettext("Write the whole name, or choose from the list.")

    def _named(self, value: Any, where: Where) -> Named | None:
        return where.named(self.model, str(value))

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        named = self._named(value, where)
        return named.name if named else self.unseen

    def leads(self, value: Any, where: Where) -> str:
        named = self._named(value, where)
        return named.url if named else ""

    def written(self, value: Any, field: Definition, where: Where) -> str:
        named = self._named(value, where)
        return f"{named.name} [{value}]" if named else f"[{value}]"

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        return str(value)

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [str(value)]

    def sought(self, typed: str, field: Definition, where: Where) -> str:
        return self._parsed(typed, field, where)

    def said(self, typed: str, field: Definition, where: Where) -> str:
        return self.shown(self._parsed(typed, field, where), field, where)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "format": "uuid"}


class Person(Reference):
    """A contact."""

    slug = "person"
    label = gettext_lazy("Person")
    icon = "user-round"
    model = "Contact"
    takes = gettext_lazy("One of your contacts.")
    unseen = gettext_lazy("A person you cannot see")


class OtherClient(Reference):
    """Another client."""

    slug = "client"
    label = gettext_lazy("Client")
    icon = "building-2"
    model = "Client"
    takes = gettext_lazy("Another client.")
    unseen = gettext_lazy("A client you cannot see")

    def _called(self, rows: Any, identifier: str) -> Any:
        return rows.called(identifier)

    def _meant(self, rows: Any, text: str) -> Any:
        number = _NUMBER.fullmatch(text)
        return rows.filter(number=int(number[1])) if number else super()._meant(rows, text)

    def _mend(self) -> str:
        return gettext("Write its number like C-0482 or its whole name.")
