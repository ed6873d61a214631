from atrium.conversations.models.call import Call, FollowUp
from atrium.conversations.models.call_outcome import Direction, Outcome
from atrium.conversations.models.comment import Comment
from atrium.conversations.models.image import Image
from atrium.conversations.models.note import Note
from atrium.conversations.models.note_kind import NoteKind
from atrium.conversations.models.note_template import NoteTemplate

__all__ = [
    "Call",
    "Comment",
    "Direction",
    "FollowUp",
    "Image",
    "Note",
    "NoteKind",
    "NoteTemplate",
    "Outcome",
]
