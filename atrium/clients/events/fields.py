"""What can happen to the fields of the organisation's own."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from atrium.foundation.difference import told
from atrium.foundation.translation import gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class FieldChanged(Kind):
    """One field of the client, or of ``person``. The event's subject is the field, which says who may see it."""

    code = "client.field_changed"
    called = gettext_lazy("Field changed")
    sentence = gettext_lazy("{actor} changed {label} from {before} to {after}")
    icon = "pencil"
    wipes = frozenset({"before", "after", "person"})

    field: str
    label: str
    before: str
    after: str
    person: str = ""

    def tell(self, *, actor: object, client: object) -> SafeString:
        label = f"“{self.label}”"
        what = format_html("{} of {}", label, self.person) if self.person else label
        if not self.before and not self.after:
            return format_html("{} changed {}", actor, what)
        return format_html("{} {}", actor, told(what, self.before, self.after))
