"""Notes, their pictures, calls, comments and messages go to the client that stays."""

from atrium.clients.merge_rules import Moving, goes_along, moves, moves_all

moves_all("conversations.note", noun="notes")
moves_all("conversations.image")
goes_along("conversations.image", "note")
moves_all("conversations.call", noun="calls")
moves_all("conversations.comment", noun="comments")
goes_along("conversations.comment", "reply_to")


@moves("conversations.filing", noun="messages", one=lambda row: f"Message of {row.at:%-d %b %Y}")
def messages(moving: Moving) -> None:
    """One that is filed to both stays filed to both."""
    standing = {row.message_id for row in moving.standing}
    for row in moving.rows:
        if row.message_id in standing:
            moving.keep_back(row, "it is filed to both")
        standing.add(row.message_id)
