"""Telling the storeys above of who signed in, or tried to with a wrong password."""

from __future__ import annotations

from typing import Protocol


class Hear(Protocol):
    """Wants to hear of it: the person's e-mail address, the network address, whether it worked.

    ``by`` is the identity provider that vouched, ``organisation`` the one whose it is.
    """

    def __call__(
        self, email: str, address: str, *, worked: bool, by: str = "", organisation: int = 0
    ) -> object:
        """Hear of one."""


_HEARD: list[Hear] = []


def hears_sign_ins[H: Hear](hear: H) -> H:
    """Call the function for each sign-in, and for each that failed."""
    _HEARD.append(hear)
    return hear


def tell(email: str, address: str, *, worked: bool, by: str = "", organisation: int = 0) -> None:
    """Tell whoever wants to hear of it."""
    for hear in _HEARD:
        hear(email, address, worked=worked, by=by, organisation=organisation)
