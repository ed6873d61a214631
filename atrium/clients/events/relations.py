"""What can happen between two clients. Each is told on both timelines, from its own side.

The subject is the other client: who may not see it is not told (clients/telling.py).
"""

from dataclasses import dataclass

from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ClientRelated(Kind):
    code = "client.related"
    sentence = "{actor} added the relation <b>{other}</b> ({role})"
    icon = "network"
    wipes = frozenset({"other"})

    other: str
    role: str


@dataclass(frozen=True, kw_only=True)
class RelationEnded(Kind):
    code = "client.relation_ended"
    sentence = "{actor} ended the relation <b>{other}</b> ({role})"
    icon = "unlink"
    wipes = frozenset({"other"})

    other: str
    role: str
