"""What a run carries from where it was enqueued to where it runs, such as whose organisation it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

from atrium.foundation.registry import Registry


@dataclass(frozen=True)
class Context:
    """One thing carried along: ``capture`` answers JSON or None (nothing); ``enter`` re-establishes it."""

    name: str
    capture: Callable[[], Any]
    enter: Callable[[Any], AbstractContextManager[Any]]


CONTEXTS: Registry[Context] = Registry()


def carry(
    name: str,
    *,
    capture: Callable[[], Any],
    enter: Callable[[Any], AbstractContextManager[Any]],
) -> None:
    """Have every run carry this along; called once, where the thing carried is defined.

    Raises ValueError where the name is taken.
    """
    CONTEXTS.add(name, Context(name, capture, enter))


def captured() -> dict[str, Any]:
    """What the caller stands in now, by name."""
    held = {context.name: context.capture() for context in CONTEXTS}
    return {name: value for name, value in held.items() if value is not None}


def entered(carried: Mapping[str, Any]) -> ExitStack:
    """Stand in all of it again. Raises KeyError for a name that nothing has registered."""
    with ExitStack() as stack:
        for name, value in carried.items():
            stack.enter_context(CONTEXTS[name].enter(value))
        return stack.pop_all()
