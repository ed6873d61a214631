"""The one way in which Atrium says no."""

from __future__ import annotations

from django.http import Http404

from atrium.foundation.causes import REFUSED, Explanation, Step, usual_steps


class Refusal(Exception):
    """A rule of the house said no. The message is shown to the person who asked.

    ``field`` names the input that has to change, where there is one. ``cause`` and ``steps`` say why
    and what to do next, to programs as well (J20). ``status`` is what it is over HTTP: a conflict
    with how things stand, unless a subclass knows better.
    """

    status = 409
    cause = REFUSED

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        cause: str | None = None,
        steps: tuple[Step, ...] = (),
    ) -> None:
        super().__init__(message)
        self.field = field
        self.explanation = Explanation(
            cause or self.cause, message, steps or usual_steps(cause or self.cause)
        )


class NotHere(Http404):
    """What was asked for is not to be found by who asked, and why as far as they may know."""

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(explanation.text)
        self.explanation = explanation


class Moved(Exception):
    """What was asked for stands at another address by now; whoever asked is led there."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url
