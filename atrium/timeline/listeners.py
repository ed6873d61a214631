from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from atrium.timeline.kinds import Kind
from atrium.timeline.models import Event

type Listener = Callable[[Event], None]
LISTENERS: defaultdict[str, list[Listener]] = defaultdict(list)


def listens(*kinds: type[Kind]) -> Callable[[Listener], Listener]:
    """Run the function for every event of these kinds, after its commit, in the queue.

    Put it in an app's reactions.py.
    """

    def register(listener: Listener) -> Listener:
        for kind in kinds:
            LISTENERS[kind.code].append(listener)
        return listener

    return register
