"""What notifications keep: which event was told to whom, not what it says."""

from atrium.foundation.personal import plain

plain("notifications.Preference", "topic")
plain("notifications.Notification", "notice particulars")
