from atrium.sso.document import Kind
from atrium.sso.models.arrival import Arrival
from atrium.sso.models.domain import Domain
from atrium.sso.models.identity import Identity
from atrium.sso.models.provider import Joins, Provider

__all__ = ["Arrival", "Domain", "Identity", "Joins", "Kind", "Provider"]
