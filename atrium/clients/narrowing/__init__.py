"""By what lists of clients are narrowed: one language for addresses, saved views, API and commands.

A condition names a criterion (status, town, field.fee), an operator and values; conditions stand
together by all, any or not. Apps add criteria by ``criterion()``; the organisation's own fields
are criteria by themselves.
"""

from atrium.clients.narrowing import (
    figures,
    marks,
    people,
    places,
    record,
    relations,
    words,
)
from atrium.clients.narrowing.criterion import Criterion, Option, criterion
from atrium.clients.narrowing.known import criteria_of, criterion_named
from atrium.clients.narrowing.tree import Condition, Group, Node

__all__ = [
    "Condition",
    "Criterion",
    "Group",
    "Node",
    "Option",
    "criteria_of",
    "criterion",
    "criterion_named",
    "figures",
    "marks",
    "people",
    "places",
    "record",
    "relations",
    "words",
]
