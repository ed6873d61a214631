from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import Definition, ValueType, line
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

LONGEST = 10_000


class Text(ValueType):
    """A line of text."""

    slug = "text"
    label = gettext_lazy("Text")
    icon = "type"
    takes = gettext_lazy("One line, up to 500 characters.")
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return line(typed)

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "maxLength": 500}


class LongText(ValueType):
    """Several lines of text."""

    slug = "long_text"
    label = gettext_lazy("Long text")
    icon = "text-align-start"
    takes = gettext_lazy("Several lines, up to 10,000 characters.")
    control = "lines"
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        if not isinstance(typed, str):
            return line(typed, LONGEST)
        text = "\n".join(each.rstrip() for each in typed.strip().splitlines())
        if len(text) > LONGEST:
            msg = gettext("This has {count} characters; at most {longest} fit. Shorten it.").format(
                count=f"{spoken(len(text)):,}", longest=f"{spoken(LONGEST):,}"
            )
            raise FormatError(msg)
        return text

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "maxLength": LONGEST}
