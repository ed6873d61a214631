from atrium.conversations.models.note import Note, NoteKind

__all__ = ["Note", "NoteKind"]
