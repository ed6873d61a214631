"""Notes, their pictures, calls and comments go to the client that stays."""

from atrium.clients.merge_rules import goes_along, moves_all

moves_all("conversations.note", noun="notes")
moves_all("conversations.image")
goes_along("conversations.image", "note")
moves_all("conversations.call", noun="calls")
moves_all("conversations.comment", noun="comments")
goes_along("conversations.comment", "reply_to")
