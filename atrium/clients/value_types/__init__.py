"""What a field can hold. Each type is one small class; ``TYPES`` has them in the order of the settings."""

from atrium.clients.value_types.address import Address
from atrium.clients.value_types.base import (
    OPERATORS,
    Definition,
    Key,
    Operator,
    ValueType,
    is_unread,
    unread,
)
from atrium.clients.value_types.choice import Choice, Choices, offered
from atrium.clients.value_types.day import Date, DateTime
from atrium.clients.value_types.file import File
from atrium.clients.value_types.level import Level
from atrium.clients.value_types.money import Money
from atrium.clients.value_types.number import Number
from atrium.clients.value_types.reach import Email, Link, Phone
from atrium.clients.value_types.reference import OtherClient, Person
from atrium.clients.value_types.text import LongText, Text
from atrium.clients.value_types.where import Where
from atrium.clients.value_types.yes_no import YesNo
from atrium.foundation.registry import Registry

TYPES: Registry[ValueType] = Registry()
for _type in (
    Text(),
    LongText(),
    Number(),
    Money(),
    Date(),
    DateTime(),
    YesNo(),
    Choice(),
    Level(),
    Choices(),
    Email(),
    Phone(),
    Link(),
    Address(),
    File(),
    Person(),
    OtherClient(),
):
    TYPES.add(_type.slug, _type)

__all__ = [
    "OPERATORS",
    "TYPES",
    "Definition",
    "Key",
    "Operator",
    "ValueType",
    "Where",
    "is_unread",
    "offered",
    "unread",
]
