from atrium.profile.models.account_details import AccountDetails
from atrium.profile.models.change_request import ChangeRequest, RequestState

__all__ = ["AccountDetails", "ChangeRequest", "RequestState"]
