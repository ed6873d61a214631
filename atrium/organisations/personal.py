"""What an organisation keeps of the people who work in it."""

from atrium.foundation.personal import keeps, plain
from atrium.foundation.translation import gettext_lazy

_WORK = gettext_lazy("To say who works here and who did what.")

plain(
    "organisations.Organisation",
    "slug name country currency timezone language hidden_tabs detail_roles networks",
)
keeps(
    "organisations.Answer",
    title=gettext_lazy("Answers kept for repeated requests"),
    why=gettext_lazy("To answer a repeated request as the first time; for a day."),
    words="body headers",
    plain="asker key asked",
)
plain("organisations.Counter", "kind")
plain("organisations.OwnRole", "name name_key allowed")
keeps(
    "organisations.Member",
    why=_WORK,
    member="name job_title",
    plain="list_style list_columns allowed",
)
keeps("organisations.Invitation", why=_WORK, member="email name", plain="key_hash")
plain("organisations.Team", "name")
