"""What can happen between two clients. Each is told on both timelines, from its own side.

The subject is the other client: who may not see it is not told (clients/telling.py).
"""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ClientRelated(Kind):
    code = "client.related"
    called = gettext_lazy("Relation added")
    sentence = gettext_lazy("{actor} added the relation <b>{other}</b> ({role})")
    icon = "network"
    wipes = frozenset({"other"})

    other: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RelationEnded(Kind):
    code = "client.relation_ended"
    called = gettext_lazy("Relation ended")
    sentence = gettext_lazy("{actor} ended the relation <b>{other}</b> ({role})")
    icon = "unlink"
    wipes = frozenset({"other"})

    other: str
    role: str
