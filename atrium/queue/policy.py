"""How a task is retried, and what makes two of its runs the same run."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

_JITTER = random.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The handling of one task function; the defaults hold for every task without one.

    ``attempts`` counts raised errors only: a run whose worker was killed is started again whatever it says.
    ``key`` takes the arguments of the task and answers the dedupe key; at most one live run has it.
    """

    attempts: int = 5
    first_wait: timedelta = timedelta(seconds=10)
    longest_wait: timedelta = timedelta(hours=1)
    give_up_on: tuple[type[BaseException], ...] = ()
    key: Callable[..., str] | None = None

    def wait(self, failures: int) -> timedelta:
        """The pause after so many failures (1 is the first): doubling, capped, up to a quarter either way."""
        doubled = self.first_wait.total_seconds() * 2.0 ** min(failures - 1, 60)
        capped = min(doubled, self.longest_wait.total_seconds())
        return timedelta(seconds=capped * _JITTER.uniform(0.75, 1.25))


_DEFAULT = Policy()
_POLICIES: dict[Callable[..., object], Policy] = {}


def policy[F: Callable[..., object]](
    *,
    attempts: int = _DEFAULT.attempts,
    first_wait: timedelta = _DEFAULT.first_wait,
    longest_wait: timedelta = _DEFAULT.longest_wait,
    give_up_on: tuple[type[BaseException], ...] = (),
    key: Callable[..., str] | None = None,
) -> Callable[[F], F]:
    """Give a task function its policy; written between ``@task`` and the function.

    It stays outside of ``@task`` so that the function runs unchanged on any other ``django.tasks`` backend.
    """
    chosen = Policy(
        attempts=attempts,
        first_wait=first_wait,
        longest_wait=longest_wait,
        give_up_on=give_up_on,
        key=key,
    )

    def give(function: F) -> F:
        _POLICIES[function] = chosen
        return function

    return give


def policy_of(function: Callable[..., object]) -> Policy:
    """The policy given to this task function, or the default one."""
    return _POLICIES.get(function, _DEFAULT)
