from atrium.organisations.models.answer import Answer
from atrium.organisations.models.counter import Counter
from atrium.organisations.models.invitation import Invitation
from atrium.organisations.models.member import Member
from atrium.organisations.models.organisation import Organisation
from atrium.organisations.models.own_role import OwnRole
from atrium.organisations.models.team import Team, TeamMember

__all__ = [
    "Answer",
    "Counter",
    "Invitation",
    "Member",
    "Organisation",
    "OwnRole",
    "Team",
    "TeamMember",
]
