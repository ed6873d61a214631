"""The one way in which Atrium says no."""


class Refusal(Exception):
    """A rule of the house said no. The message is shown to the person who asked.

    ``field`` names the input that has to change, where there is one. ``status`` is what it is
    over HTTP: a conflict with how things stand, unless a subclass knows better.
    """

    status = 409

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Moved(Exception):
    """What was asked for stands at another address by now; whoever asked is led there."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url
