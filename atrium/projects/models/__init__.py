"""What is made for clients: projects on a board of the organisation's own columns."""

from atrium.projects.models.associate import Associate
from atrium.projects.models.column import Column, Meaning
from atrium.projects.models.project import Project

__all__ = ["Associate", "Column", "Meaning", "Project"]
