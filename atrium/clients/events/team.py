"""Who is responsible for a client, and who may see it."""

from dataclasses import dataclass

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class AssignmentGiven(Kind):
    code = "client.assignment_given"
    called = gettext_lazy("Team member added")
    sentence = gettext_lazy("{actor} added <b>{member}</b> to the relationship team as {role}")
    icon = "users-round"

    member: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Kind):
    code = "client.assignment_ended"
    called = gettext_lazy("Team member taken out")
    sentence = gettext_lazy("{actor} took <b>{member}</b> out of the relationship team")
    icon = "users-round"

    member: str
    role: str


@dataclass(frozen=True, kw_only=True)
class LeftTheTeam(Kind):
    """Told of who was disabled: it comes back by nobody's Undo, as the sign-in does not."""

    code = "client.left_the_team"
    called = gettext_lazy("Left the team")
    sentence = gettext_lazy(
        "<b>{member}</b> does not work here any more and left the relationship team"
    )
    icon = "users-round"

    member: str
    role: str


@dataclass(frozen=True, kw_only=True)
class AccessChanged(Kind):
    code = "client.access_changed"
    called = gettext_lazy("Access changed")
    sentence = gettext_lazy("{actor} changed who may see the client: {what}")
    icon = "lock"

    what: str
