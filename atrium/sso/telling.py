"""Who hears that a domain or a provider fails its check by the clock: an app above says how, and who wants mail."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from atrium.organisations.models import Member


class Trouble(Enum):
    """What failed."""

    DOMAIN_GONE = "domain_gone"
    DOMAIN_LAPSED = "domain_lapsed"
    PROVIDER_SILENT = "provider_silent"


type Tell = Callable[[Trouble, list[Member], str], None]
type Choose = Callable[[list[Member]], list[Member]]
_TELLS: list[Tell] = []
_WANT_MAIL: list[Choose] = []


def tells_of_trouble(tell: Tell) -> Tell:
    """Call the function with each trouble, the owners, and what it is that failed."""
    _TELLS.append(tell)
    return tell


def want_mail(choose: Choose) -> Choose:
    """Let the function say which of the owners want to hear of it by mail."""
    _WANT_MAIL.append(choose)
    return choose


def _owners() -> list[Member]:
    return list(Member.objects.owners().select_related("user", "own_role").order_by("pk"))


def tell_owners(trouble: Trouble, what: str) -> None:
    """Tell it in Atrium, inside the transaction of who found it."""
    for tell in _TELLS:
        tell(trouble, _owners(), what)


def who_want_mail() -> list[Member]:
    """The owners who let it reach them by mail."""
    found = _owners()
    for choose in _WANT_MAIL:
        found = choose(found)
    return found
