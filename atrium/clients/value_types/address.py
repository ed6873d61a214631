from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import EMPTY, FILLED, HAS, LACKS, Definition, ValueType, line
from atrium.foundation.formats import FormatError, country, postcode
from atrium.foundation.naming import country_called
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

PARTS = ("street", "postcode", "city", "region", "country")
_WIDTHS = {"street": 300, "postcode": 20, "city": 120, "region": 120, "country": 80}


class Address(ValueType):
    """An address in its parts; country is ISO alpha-2. In a file the five parts stand behind semicolons."""

    slug = "address"
    label = gettext_lazy("Address")
    icon = "map-pin"
    takes = gettext_lazy("Street, postcode, town, region and country.")
    control = "address"
    operators = (HAS, LACKS, EMPTY, FILLED)
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> dict[str, str] | None:
        parts = self._apart(typed) if isinstance(typed, str) else typed
        if not isinstance(parts, dict) or not set(parts) <= set(PARTS):
            msg = gettext("Send the parts of the address: {parts}.").format(parts=", ".join(PARTS))
            raise FormatError(msg)
        found = {}
        for name in PARTS:
            text = line(parts.get(name) or "", _WIDTHS[name]).replace(";", ",").strip()
            if text:
                found[name] = country.parse(text).code if name == "country" else text
        if "postcode" in found:
            place = found.get("country", where.home)
            found["postcode"] = postcode.parse(found["postcode"], place).text
        return found or None

    @staticmethod
    def _apart(text: str) -> dict[str, str]:
        parts = text.split(";")
        if len(parts) == len(PARTS):
            return dict(zip(PARTS, parts, strict=True))
        return {"street": ", ".join(part.strip() for part in text.splitlines() if part.strip())}

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        parts = dict(value)
        land = parts.get("country", "")
        parts["country"] = "" if land == where.organisation.country else country_called(land)
        town = " ".join(filter(None, (parts.get("postcode"), parts.get("city"))))
        lines = (parts.get("street"), town, parts.get("region"), parts["country"])
        return listed(filter(None, lines))

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return "; ".join(value.get(name, "") for name in PARTS)

    def entered(self, value: Any, field: Definition, where: Where) -> dict[str, str]:
        return dict(value)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "object", "properties": {name: {"type": "string"} for name in PARTS}}
