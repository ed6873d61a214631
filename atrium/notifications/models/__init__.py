from atrium.notifications.models.delivery import Delivery
from atrium.notifications.models.notification import Notification
from atrium.notifications.models.preference import Channel, Preference
from atrium.notifications.models.rhythm import Rhythm

__all__ = ["Channel", "Delivery", "Notification", "Preference", "Rhythm"]
