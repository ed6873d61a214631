from atrium.sso.models.domain import Domain
from atrium.sso.models.identity import Identity
from atrium.sso.models.provider import Joins, Provider

__all__ = ["Domain", "Identity", "Joins", "Provider"]
