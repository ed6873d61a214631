"""Projects go to the client that stays; who works on one goes with it."""

from atrium.clients.merge_rules import moves_all

moves_all("projects.project", noun="projects")
