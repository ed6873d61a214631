"""What single sign-on keeps of the people who work in an organisation."""

from atrium.foundation.personal import keeps, plain
from atrium.foundation.translation import gettext_lazy

plain("sso.Provider", "name issuer metadata_url registered_as client_secret endpoints check_failed")
plain("sso.Arrival", "assertion token said")
plain("sso.Domain", "name")
keeps(
    "sso.Identity",
    why=gettext_lazy(
        "To know who has come when an identity provider of the organisation vouches for them."
    ),
    member="subject address",
)
