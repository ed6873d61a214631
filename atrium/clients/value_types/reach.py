from __future__ import annotations

from typing import TYPE_CHECKING, Any

from atrium.clients.value_types.base import Definition, ValueType, line
from atrium.foundation.formats import email, phone, web
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.value_types.where import Where


class Email(ValueType):
    """An e-mail address."""

    slug = "email"
    label = gettext_lazy("E-mail address")
    icon = "at-sign"
    takes = gettext_lazy("An e-mail address such as ann@example.com.")
    input = "email"
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return email.parse(line(typed)).address

    def leads(self, value: Any, where: Where) -> str:
        return f"mailto:{value}"

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


class Phone(ValueType):
    """A phone number as E.164, with ";ext=" where it has an extension."""

    slug = "phone"
    label = gettext_lazy("Phone number")
    icon = "phone"
    takes = gettext_lazy(
        "A phone number in any notation; kept so that it can be dialled from anywhere."
    )
    input = "tel"
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        found = phone.parse(line(typed), where.home)
        return f"{found.e164};ext={found.extension}" if found.extension else found.e164

    @staticmethod
    def _phone(value: str) -> phone.Phone:
        number, _, extension = value.partition(";ext=")
        return phone.Phone(number, extension)

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return self._phone(value).international

    def leads(self, value: Any, where: Where) -> str:
        return f"tel:{phone.dialled(value)}"

    def keys(self, value: Any, field: Definition, where: Where) -> list[str | float]:
        return [str(value)]

    def sought(self, typed: str, field: Definition, where: Where) -> str:
        return "".join(sign for sign in typed if sign.isdigit() or sign == "+")

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "examples": ["+442079460123"]}


class Link(ValueType):
    """A web address."""

    slug = "link"
    label = gettext_lazy("Link")
    icon = "link"
    takes = gettext_lazy("A web address such as www.example.com.")
    input = "url"
    searched = True

    def _parsed(self, typed: Any, field: Definition, where: Where) -> str:
        return web.mend(line(typed, 2048)).text

    def shown(self, value: Any, field: Definition, where: Where) -> str:
        return str(value).removeprefix("https://").removesuffix("/")

    def leads(self, value: Any, where: Where) -> str:
        return str(value)

    def written(self, value: Any, field: Definition, where: Where) -> str:
        return str(value)

    def sought(self, typed: str, field: Definition, where: Where) -> str:
        return fold(typed.removeprefix("https://").removesuffix("/"))[:120]

    def schema(self, field: Definition) -> dict[str, Any]:
        return {"type": "string", "format": "uri"}
