"""What is made for clients: projects on a board of the organisation's own columns."""

from atrium.projects.models.associate import Associate
from atrium.projects.models.column import Column, Meaning
from atrium.projects.models.deliverable import Deliverable
from atrium.projects.models.project import Project
from atrium.projects.models.sending import Reply, Sending

__all__ = ["Associate", "Column", "Deliverable", "Meaning", "Project", "Reply", "Sending"]
