"""Taking an imported configuration back: by who imported it, as long as they may set all that it set."""

from __future__ import annotations

from django.core import signing

from atrium.configuration.part import in_order
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.timeline.models import Act, Change, Undoing
from atrium.timeline.undoing import start

_SALT = "configuration.import"
_LASTS = 60 * 60


def pass_for(act: int) -> str:
    """What the page hands out, since no other act is taken back this way."""
    return signing.dumps(act, salt=_SALT)


def act_of(text: str, *, by: Member) -> Act:
    """The import that the pass was handed out for; refused for anyone else, and after an hour."""
    try:
        key = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        key = 0
    act: Act | None = Act.objects.filter(pk=key, actor=by).first()
    if act is None:
        raise Refusal(gettext("This import is undone no more; change the settings on their pages."))
    touched = set(Change.objects.filter(act=act).values_list("model", flat=True))
    needed = {part.needs for part in in_order() if part.table._meta.label_lower in touched}
    if not all(by.can(can) for can in needed):
        raise Refusal(gettext("You may not change all that this import set."))
    return act


def take_back(text: str, *, by: Member) -> Undoing:
    """Undo the import that the pass was handed out for."""
    return start(act_of(text, by=by), by=by)
