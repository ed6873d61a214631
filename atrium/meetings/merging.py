"""Meetings go to the client that stays; who is asked to one goes with it."""

from atrium.clients.merge_rules import moves_all

moves_all("meetings.meeting", noun="meetings")
