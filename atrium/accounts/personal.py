"""What is kept of people who sign in: their accounts, which they and their admins change themselves."""

from atrium.foundation.personal import keeps, plain
from atrium.foundation.translation import gettext_lazy

_SIGN_IN = gettext_lazy(
    "To let the members of organisations sign in, and show each where they are signed in."
)

plain("contenttypes.ContentType", "app_label model")
plain("auth.Permission", "name codename")
plain("auth.Group", "name")
keeps("accounts.User", why=_SIGN_IN, member="email name password", plain="language")
keeps("sessions.Session", why=_SIGN_IN, member="session_data", plain="session_key")
keeps("account.EmailAddress", why=_SIGN_IN, member="email")
plain("account.EmailConfirmation", "key")
keeps("mfa.Authenticator", why=_SIGN_IN, member="data")
keeps("usersessions.UserSession", why=_SIGN_IN, member="ip user_agent data", plain="session_key")
