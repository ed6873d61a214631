"""In what way one name resembles another that is being typed (J09, X05)."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from atrium.clients.search.repair import slips_allowed
from atrium.foundation.formats.names import legal_form
from atrium.foundation.translation import gettext


def in_what_way(typed: str, other: str) -> tuple[int, str] | None:
    """The strongest reason why two folded names are alike, the lower number the stronger; None for none."""
    for rank, (holds, reason) in enumerate(_reasons(typed, other)):
        if holds:
            return rank, reason
    return None


def _reasons(typed: str, other: str) -> list[tuple[bool, str]]:
    """What may make two folded names alike, the strongest first."""
    one, two = _bare(typed), _bare(other)
    slips = OSA.distance(one, two)
    few = slips <= min(slips_allowed(len(one)), slips_allowed(len(two)))
    letters = (
        gettext("One letter differs")
        if slips == 1
        else gettext("{slips} letters differ").format(slips=slips)
    )
    return [
        (typed == other, gettext("The same name")),
        (bool(one) and one == two, gettext("The same name with another legal form")),
        (_joined(one) == _joined(two), gettext("The same letters, written otherwise")),
        (sorted(one.split()) == sorted(two.split()), gettext("The same words in another order")),
        (few, letters),
        (other.startswith(typed), gettext("Begins the same")),
    ]


def _bare(key: str) -> str:
    """The words without legal forms and signs."""
    words = "".join(letter if letter.isalnum() else " " for letter in key).split()
    return " ".join(word for word in words if not legal_form(word) and word != "and")


def _joined(text: str) -> str:
    return text.replace(" ", "")
