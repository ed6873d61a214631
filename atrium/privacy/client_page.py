"""What this app hangs on the pages of clients and of people: the way to their personal data."""

from atrium.clients.models.client import ClientKind
from atrium.clients.page import Context, action
from atrium.clients.person_page import PersonPortrait, person_panel
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

action(
    slug="privacy",
    label="Personal data",
    icon="shield",
    order=85,
    needs=Can.PRIVACY_MANAGE,
    url_name="client-privacy",
    dialog=False,
    when=lambda client: client.kind == ClientKind.INDIVIDUAL,
)


@person_panel(
    slug="privacy",
    side="right",
    order=90,
    needs=Can.PRIVACY_MANAGE,
    template="privacy/panel.html",
)
def rights(request: MemberRequest, portrait: PersonPortrait) -> Context:
    """The way to an export or the erasure of the person."""
    return {}
