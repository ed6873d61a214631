"""Why not, in this app."""

from __future__ import annotations

from atrium.foundation.causes import cause
from atrium.foundation.translation import gettext_lazy

ELSEWHERE = cause("elsewhere", gettext_lazy("Not from this network"), "shield-x")
OUTSIDE = gettext_lazy(
    "This organisation is reached from certain networks only, and you are in none of them. Use its network, or ask its owner."
)
SINGLE = cause("single_sign_on", gettext_lazy("Single sign-on is needed here"), "key-round")
SINGLE_TEXT = gettext_lazy(
    "Members of this organisation come in by its single sign-on. Owners come in by a password and a second step as well."
)
