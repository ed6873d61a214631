from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from atrium.clients.value_types.base import (
    EMPTY,
    FILLED,
    HAS,
    LACKS,
    Definition,
    Key,
    ValueType,
    line,
)
from atrium.clients.value_types.where import identifier_in
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where

PARTS = frozenset({"id", "name", "type", "size"})


def is_file(value: Any) -> bool:
    """Whether a stored value is that of a file."""
    return isinstance(value, dict) and set(value) == PARTS


class File(ValueType):
    """A file that was uploaded. The value repeats its name, type and size, so that lists ask nothing more."""

    slug = "file"
    label = gettext_lazy("File")
    icon = "paperclip"
    takes = gettext_lazy("A document or a picture of up to 25 MB.")
    control = "file"
    operators = (HAS, LACKS, EMPTY, FILLED)
    model: ClassVar[str] = "FieldFile"

    def _parsed(self, typed: Any, field: Definition, where: Where) -> dict[str, Any]:
        text = line(str(typed.get("id", "")) if isinstance(typed, dict) else typed)
        identifier = identifier_in(text) or identifier_in(f"[{text}]")
        kept = where.rows(self.model).filter(public_id=identifier).first() if identifier else None
        if kept is None:
            msg = gettext("“{text}” is no file that is kept here. Upload it.").format(
                text=text[:60]
            )
            raise FormatError(msg)
        value: dict[str, Any] = kept.value
        return value

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return str(value["name"])

    def size(self, value: Any) -> str:
        """How large it is, in words."""
        return filesizeformat(value["size"]).replace("\xa0", " ")

    def leads(self, value: Any, where: Where) -> str:
        return reverse("field-file", args=[where.organisation.slug, value["id"]])

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return f"{value['name']} [{value['id']}]"

    def entered(self, value: Any, field: Definition, where: Where) -> str:
        return str(value["id"])

    def keys(self, value: Any, field: Definition, where: Where) -> list[Key]:
        return [fold(value["name"])[:120]]

    def schema(self, field: Definition) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "name": {"type": "string"},
                "type": {"type": "string"},
                "size": {"type": "integer"},
            },
        }
