"""What can happen to comments: work among members, no talk with the client."""

from dataclasses import dataclass, field

from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind, Strand


@dataclass(frozen=True, kw_only=True)
class CommentWritten(Kind):
    """``said`` stands here for the search; ``mentions`` are the keys of members named with an @."""

    code = "comment.written"
    called = gettext_lazy("Comment written")
    sentence = gettext_lazy("{actor} commented: {excerpt}")
    icon = "message-square"
    strand = Strand.WORK
    wipes = frozenset({"excerpt", "said"})

    excerpt: str
    said: str
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CommentEdited(Kind):
    code = "comment.edited"
    called = gettext_lazy("Comment edited")
    sentence = gettext_lazy("{actor} edited a comment: {excerpt}")
    icon = "message-square"
    strand = Strand.WORK
    wipes = frozenset({"excerpt", "said"})

    excerpt: str
    said: str
    mentions: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CommentBinned(Kind):
    code = "comment.binned"
    called = gettext_lazy("Comment removed")
    sentence = gettext_lazy("{actor} removed a comment: {excerpt}")
    icon = "trash-2"
    strand = Strand.WORK
    wipes = frozenset({"excerpt"})

    excerpt: str


@dataclass(frozen=True, kw_only=True)
class CommentUnbinned(Kind):
    code = "comment.unbinned"
    called = gettext_lazy("Comment brought back")
    sentence = gettext_lazy("{actor} brought a comment back: {excerpt}")
    icon = "archive-restore"
    strand = Strand.WORK
    wipes = frozenset({"excerpt"})

    excerpt: str
