from atrium.profile.models.account_details import AccountDetails
from atrium.profile.models.change_request import ChangeRequest, RequestState
from atrium.profile.models.equipment import Equipment

__all__ = ["AccountDetails", "ChangeRequest", "Equipment", "RequestState"]
