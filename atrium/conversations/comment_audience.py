"""Who hears of a comment (B11).

Whoever commented before on the client hears of the next comment. Apps whose members have to know as
well say so here, in their reactions.py: those of projects and jobs their current managers.

    @hears_comments
    def project_managers(client: Client) -> Iterable[Member | None]: ...

Each member is told once, whatever they hear it for; never the author, never who may not see the client.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from atrium.clients.models import Client
from atrium.conversations.models import Comment
from atrium.organisations.models import Member

type Hear = Callable[[Client], Iterable[Member | None]]
_HEARING: list[Hear] = []


def hears_comments(choose: Hear) -> Hear:
    """Let the members that the function names of a client hear of every comment on it."""
    _HEARING.append(choose)
    return choose


def hearing(client: Client) -> Iterator[Member | None]:
    """All who hear of comments on the client, some perhaps more than once."""
    for choose in _HEARING:
        yield from choose(client)


@hears_comments
def commented_before(client: Client) -> Iterable[Member | None]:
    """Everyone who commented on the client, unless they took all of it back."""
    authors = Comment.objects.filter(client=client).kept().values("author")
    return list(Member.objects.filter(pk__in=authors))
