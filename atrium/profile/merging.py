"""Account details, what waits for approval, and equipment when clients are merged."""

from __future__ import annotations

from atrium.clients.merge_rules import Moving, goes_along, moves, moves_all
from atrium.clients.merging import fill
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.profile.account_fields import OWN

# One bank account is never put together of two.
_BANK = ("account_holder", "iban", "bic", "sort_code", "account_number")
_GROUPS = [_BANK, *((name,) for name in OWN if name not in _BANK)]


@moves(
    "profile.accountdetails",
    noun=gettext_lazy("account details"),
    one=lambda _: gettext("Account details"),
)
def accounts(moving: Moving) -> None:
    """Of two, that of the client that stays is filled up; what is filled changes by approval alone."""
    stands = next(iter(moving.standing), None)
    for row in moving.rows:
        if stands is None:
            stands = row
            continue
        moving.keep_back(
            row, gettext("it has account details of its own; what they left open is filled in")
        )
        fill(moving, stands, row, _GROUPS)


@moves("profile.changerequest", noun=gettext_lazy("requests for other account details"))
def requests(moving: Moving) -> None:
    """One waits at a time: two are decided before the merge."""
    waiting = [row for row in (*moving.standing, *moving.rows) if row.state == "open"]
    if len(waiting) > 1:
        msg = gettext(
            "For more than one of them a change of account details waits. Decide on these first."
        )
        raise Refusal(msg)


moves_all("profile.equipment", noun=gettext_lazy("pieces of equipment"))
goes_along("profile.equipment", "location")
