"""Elements of Cross Industry Invoice D16B, written shortly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

_SPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
for _prefix, _space in _SPACES.items():
    register_namespace(_prefix, _space)


class Node:
    """An element that grows: each call adds a child and answers it."""

    def __init__(self, element: Element) -> None:
        self.element = element

    @classmethod
    def root(cls, name: str) -> Node:
        return cls(Element(_full(name)))

    def add(self, name: str, text: str | None = None, **attributes: str) -> Node:
        """A child, with its text."""
        child = SubElement(self.element, _full(name), attributes)
        child.text = text
        return Node(child)

    def say(self, name: str, text: str, **attributes: str) -> None:
        """A child with text, where there is any: an empty element is wrong."""
        if text:
            self.add(name, text, **attributes)

    def day(self, name: str, day: date | None, kind: str = "udt") -> None:
        """A day as CII writes it (format 102)."""
        if day is not None:
            self.add(name).add(f"{kind}:DateTimeString", f"{day:%Y%m%d}", format="102")

    def written(self) -> bytes:
        """The document."""
        return bytes(tostring(self.element, encoding="utf-8", xml_declaration=True))


def _full(name: str) -> str:
    prefix, _, bare = name.rpartition(":")
    return f"{{{_SPACES[prefix or 'ram']}}}{bare}"


def amount(minor: int, places: int) -> str:
    """Minor units as a decimal number."""
    return f"{Decimal(minor).scaleb(-places):.{places}f}"


def number(value: Decimal) -> str:
    """A number without noughts at the end."""
    return f"{value.normalize():f}"
