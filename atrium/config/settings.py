"""Every setting Atrium has, in one file. What differs between installations is in environment.py."""

from django.utils.csp import CSP

from atrium.config import environment, issuers, mail, storage
from atrium.foundation.logs import logging_settings

ENVIRONMENT = environment.read()
BASE_DIR = environment.CHECKOUT
DEBUG = False
STYLEGUIDE = ENVIRONMENT.styleguide
SECRET_KEY = ENVIRONMENT.secret_key
SEAL_KEYS = ENVIRONMENT.seal_keys
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
DATA = ENVIRONMENT.data
BASE_URL = ENVIRONMENT.base_url
REPLY_TO = ENVIRONMENT.reply_to
OUTBOUND_ALLOW = ENVIRONMENT.outbound_allow
METRICS_TOKEN = ENVIRONMENT.metrics_token
API_RATE = ENVIRONMENT.api_rate
SCANNER = ENVIRONMENT.scanner
RESOLVERS = ENVIRONMENT.resolvers
OAUTH_ISSUERS = issuers.read()
IDLE = ENVIRONMENT.idle
LOGGING = logging_settings(report_to=ENVIRONMENT.error_dsn)
DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "atrium.config.urls"
WSGI_APPLICATION = "atrium.config.wsgi.application"

FIRST_PARTY_APPS = [
    "atrium.foundation",
    "atrium.queue",
    "atrium.accounts",
    "atrium.organisations",
    "atrium.sso",
    "atrium.installation",
    "atrium.timeline",
    "atrium.configuration",
    "atrium.notifications",
    "atrium.clients",
    "atrium.profile",
    "atrium.quality",
    "atrium.calendar",
    "atrium.documents",
    "atrium.conversations",
    "atrium.meetings",
    "atrium.prices",
    "atrium.projects",
    "atrium.jobs",
    "atrium.tenders",
    "atrium.billing",
    "atrium.payments",
    "atrium.imports",
    "atrium.privacy",
    "atrium.integrations",
    "atrium.demo",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *FIRST_PARTY_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "lucide",
]
MIDDLEWARE = [
    "atrium.foundation.middleware.access.AccessLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "atrium.foundation.middleware.packing.Packing",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "atrium.accounts.language.Language",
    "allauth.account.middleware.AccountMiddleware",
    "atrium.accounts.activity.LastSeen",
    "atrium.accounts.vouching.OwnHands",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "atrium.foundation.middleware.refusals.Refusals",
    "atrium.clients.view_log.ViewLog",
    "atrium.organisations.middleware.Membership",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atrium.foundation.shell.context",
            ],
            "loaders": [
                (
                    "atrium.foundation.sentences.loader.ByLanguage",
                    [
                        "atrium.foundation.sentences.loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "lucide.templatetags.lucide",
                "atrium.foundation.templatetags.atrium",
                "atrium.foundation.templatetags.scripts",
                "atrium.foundation.templatetags.sentences",
            ],
        },
    }
]
COTTON_DIR = "cotton"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "atrium.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_ADAPTER = "atrium.accounts.second_step.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Atrium"
# Without https a browser offers passkeys on localhost only, where the origin carries a port.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https
# With https there is a proxy in front, and the last address it wrote is the visitor's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0
# Failed sign-ins are counted here, by all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Whoever fills it with failed sign-ins must not make it forget the others'.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
USERSESSIONS_TRACK_ACTIVITY = True

MAILERS = {"default": mail.mailer(ENVIRONMENT.email_url, ENVIRONMENT.data)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail.sender(ENVIRONMENT.email_url, BASE_URL)

LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pl", "Polski"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [BASE_DIR / "atrium" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "atrium" / "staticroot"
# A wheel holds what was gathered from it, and not the folder itself.
STATICFILES_DIRS = [folder for folder in (BASE_DIR / "atrium" / "static_build",) if folder.is_dir()]
WHITENOISE_MAX_AGE = 60
# Names with a digest never change what they hold: Django's, and those the build gives its chunks.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/chunks/|\.[0-9a-f]{12}\."
STORAGES = {
    "default": storage.storage(ENVIRONMENT.storage_url, ENVIRONMENT.data),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

MAP_TILES, MAP_CREDIT = ENVIRONMENT.map_tiles, ENVIRONMENT.map_credit
GEOCODER = ENVIRONMENT.geocoder
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", *ENVIRONMENT.tile_servers],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "frame-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_ENGINE = "atrium.accounts.sealed_sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
# What the machine itself is asked for, past the proxy: an answer that leads to https would say nothing.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.https

TASKS = {"default": {"BACKEND": "atrium.queue.backend.DatabaseBackend"}}

NINJA_PAGINATION_MAX_LIMIT = 200
