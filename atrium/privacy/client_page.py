"""What this app hangs on the pages of clients and of people: the way to their personal data."""

from atrium.clients.models.client import ClientKind
from atrium.clients.page import Context, action, panel
from atrium.clients.person_page import PersonPortrait, person_panel
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.privacy.consenting import Consents

NEEDS["privacy.consentpurpose"] = Need("consent-purposes", Can.LEXICON_EDIT)

action(
    slug="privacy",
    label=gettext_lazy("Personal data"),
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


@panel(
    slug="consents",
    side="right",
    order=16,
    needs=Can.CLIENTS_SEE,
    template="privacy/consents_later.html",
)
def consents(request: MemberRequest, portrait: Portrait) -> Context:
    """Nothing yet: it reads itself when one scrolls to it."""
    return {}


@person_panel(
    slug="consents",
    side="right",
    order=11,
    needs=Can.CLIENTS_SEE,
    template="privacy/consents.html",
)
def of_person(request: MemberRequest, portrait: PersonPortrait) -> Context:
    """What the person agreed to and withdrew."""
    return {"consents": Consents(portrait.person, request.member)}
