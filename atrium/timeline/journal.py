"""Keeps what is done to the members, teams and settings of an organisation, too."""

from atrium.organisations.keeping import kept_by
from atrium.timeline.acting import acting

kept_by(acting)
