from atrium.conversations.models.image import Image
from atrium.conversations.models.note import Note
from atrium.conversations.models.note_kind import NoteKind
from atrium.conversations.models.note_template import NoteTemplate

__all__ = ["Image", "Note", "NoteKind", "NoteTemplate"]
