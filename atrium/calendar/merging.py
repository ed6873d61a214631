"""Tasks go to the client that stays."""

from atrium.clients.merge_rules import moves_all

moves_all("calendar.task", noun="tasks")
