"""Settings from the environment; what is missing in production stops the start, in words."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from jid import omgeving

env = Env()
BASIS = Path(__file__).resolve().parent.parent

OMGEVING: str = env.str("JID_OMGEVING", "ontwikkeling")
if OMGEVING not in {"ontwikkeling", "test", "productie"}:
    raise ImproperlyConfigured("JID_OMGEVING moet ontwikkeling, test of productie zijn.")
PRODUCTIE = OMGEVING == "productie"
DATA = omgeving.pad("JID_DATA") or BASIS / ".jid"
ROL: str = env.str("JID_ROL", "web")

SECRET_KEY = omgeving.geheim("SECRET_KEY", maak_in=None if PRODUCTIE else DATA)
DEBUG = False
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", None if PRODUCTIE else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Zet ALLOWED_HOSTS: de namen waaronder de toepassing bereikbaar is.")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

_VARIABELE_PER_ROL = {
    "web": "DATABASE_URL",
    "worker": "DATABASE_URL_WORKER",
    "eigenaar": "DATABASE_URL_EIGENAAR",
}
if ROL not in _VARIABELE_PER_ROL:
    raise ImproperlyConfigured("JID_ROL moet web, worker of eigenaar zijn.")
DATABASES = {
    "default": omgeving.databank(_VARIABELE_PER_ROL[ROL], f"jid_{ROL}", ingebed=not PRODUCTIE),
    "cijfers": omgeving.databank("DATABASE_URL_CIJFERS", "jid_cijfers", ingebed=not PRODUCTIE),
}
INSTALLED_APPS = [
    "jid",
    "rapportages",
    "meldingen",
    "klachten",
    "misstanden",
    "onderzoeken",
    "vertrouwenspersonen",
    "zaken",
    "inlezen",
    "codelijsten",
    "logboek",
    "achtergrond",
    "berichten",
    "post",
    "gebruikers",
    "schermen",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "guardian",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "jid.middleware.VertrouwelijkeAntwoordenMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "jid.statisch.StatischMiddleware",
    "jid.middleware.VerzoekgrensMiddleware",
    "jid.middleware.SessieMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zaken.middleware.ToegangscontextMiddleware",
    "jid.middleware.SleutelfoutMiddleware",
    "gebruikers.middleware.TaalMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "gebruikers.middleware.TweedeStapMiddleware",
    "gebruikers.middleware.FoutstatusMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "jid.urls"
WSGI_APPLICATION = "jid.wsgi.application"
FORM_RENDERER = "schermen.formulieren.Formulierweergave"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASIS / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jid.context.basis",
            ],
        },
    }
]

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASIS / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTIE
FORMAT_MODULE_PATH = ["jid.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in
AUTH_USER_MODEL = "gebruikers.Gebruiker"
AUTHENTICATION_BACKENDS = ["gebruikers.aanmelden.backends.Wachtwoorden"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "naam")},
    },
    {"NAME": "gebruikers.aanmelden.wachtwoorden.MinimumLengte", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gebruikers.aanmelden.wachtwoorden.GeenVakwoorden"},
    {"NAME": "gebruikers.aanmelden.wachtwoorden.GeenReeks"},
    {"NAME": "gebruikers.aanmelden.wachtwoorden.NietGelekt"},
]
WACHTWOORDLIJST: Path | None = omgeving.pad("JID_WACHTWOORDLIJST")  # docs/beheer/aanmelden.md
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "account_login"
# With the account of the organisation; without an issuer there is none
OIDC_ISSUER: str = env.str("JID_OIDC_ISSUER", "")
OIDC_CLIENT_ID: str = env.str("JID_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = omgeving.waarde("JID_OIDC_CLIENT_SECRET") or ""
OIDC_NAAM: str = env.str("JID_OIDC_NAAM", "uw organisatie")
OIDC_ROLLEN: str = env.str("JID_OIDC_ROLLEN", "")
OIDC_TWEEDE_STAP: list[str] = env.list("JID_OIDC_TWEEDE_STAP", ["mfa"])
LOKALE_WACHTWOORDEN: bool = env.bool("JID_LOKALE_WACHTWOORDEN", not (PRODUCTIE and OIDC_ISSUER))
ACCOUNT_ADAPTER = "gebruikers.aanmelden.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# allauth's own would copy the address of the account to a table where it stands readable
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
ACCOUNT_FORMS = {
    "login": "gebruikers.aanmelden.forms.AanmeldForm",
    "reset_password": "gebruikers.aanmelden.forms.WachtwoordVergetenForm",
    "reset_password_from_key": "gebruikers.aanmelden.forms.NieuwWachtwoordForm",
    "change_password": "gebruikers.aanmelden.forms.WachtwoordWijzigenForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("JID_AANTAL_PROXYS", 1 if PRODUCTIE else 0)
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_apparaat": "5/5m/key",
    "stap": "5/5m/key",
    "stap_apparaat": "5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "passkey": "60/m/ip",  # not guessed: this only bounds the work
    "reauthenticate": "5/5m/user",
    "bestand": "20/10m/user",  # reading one takes seconds
    "ongeteld": "10/m/key",  # stops nobody: rows of the log about failures that nothing else counts
}
HERBEVESTIG_MINUTEN = env.int("JID_HERBEVESTIG_MINUTEN", 15)
APPARAAT_COOKIE = "__Host-apparaat" if PRODUCTIE else "apparaat"

# The second step of signing in
TWEEDE_STAP_VERPLICHT = env.bool("JID_TWEEDE_STAP_VERPLICHT", PRODUCTIE)
MFA_ADAPTER = "gebruikers.aanmelden.tweede_stap.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address comes from a beheerder, never from its owner
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTIE  # http://localhost
MFA_FORMS = {
    "authenticate": "gebruikers.aanmelden.stapforms.CodeForm",
    "authenticate_webauthn": "gebruikers.aanmelden.stapforms.SleutelForm",
    "activate_totp": "gebruikers.aanmelden.stapforms.AppForm",
    "add_webauthn": "gebruikers.aanmelden.stapforms.NieuweSleutelForm",
}
SESSION_ENGINE = "gebruikers.aanmelden.sessies"
SESSION_COOKIE_AGE = env.int("JID_SESSIE_SECONDEN", 30 * 60)
SESSIE_HOOGSTENS = env.int("JID_SESSIE_HOOGSTENS", 12 * 60 * 60)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jid.views.csrf_mislukt"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DEMO_DOMEIN = "demo.example"

# Counts of failed sign-ins, shared by all web processes (table made by gebruikers 0005)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "jid_cache",
        "KEY_FUNCTION": "gebruikers.begrenzing.sleutel",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Security headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTIE
SESSION_COOKIE_SECURE = PRODUCTIE
CSRF_COOKIE_SECURE = PRODUCTIE
SECURE_REDIRECT_EXEMPT = [r"^gezond/"]
if PRODUCTIE:
    SESSION_COOKIE_NAME = "__Host-sessie"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-taal"
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
# One request; the proxy's limit lies above it (docker/nginx.conf). A file goes to the two pages that take one
# (inlezen:lijst, casussen:inlezen), and stays in memory (inlezen/ontvangst.py)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["inlezen.ontvangst.Geheugenontvanger"]
# Whom a finder of a leak writes to: `mailto:`, `tel:` or `https://`, more than one with commas (RFC 9116)
BEVEILIGINGSCONTACT: list[str] = env.list("JID_BEVEILIGINGSCONTACT", [])

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASIS / "static"]
STATIC_ROOT = omgeving.pad("JID_STATIC_ROOT") or DATA / "statisch"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if OMGEVING == "test" and not env.bool("JID_STATISCH_MANIFEST", False)
        else "jid.statisch.Bestandsopslag"
    },
}

# An own theme: a folder with huisstijl.css, mounted beside the application (docs/beheer/huisstijl.md)
HUISSTIJL_DIR: Path | None = omgeving.pad("HUISSTIJL_DIR")

# Confidentiality at rest
_sleutelbestand = omgeving.pad("JID_SLEUTELBESTAND") or (None if PRODUCTIE else DATA / "hoofdsleutels")
if _sleutelbestand is None:
    raise ImproperlyConfigured("Zet JID_SLEUTELBESTAND: het bestand met de hoofdsleutels.")
SLEUTELBESTAND: Path = _sleutelbestand
AANMELDSLEUTEL = "zaken.versleuteling.kluis.aanmeldsleutel"

# Where the marks of the sealed log go, outside the database; the worker writes it, nobody else needs it
_anker = omgeving.pad("JID_ANKER") or (None if PRODUCTIE and ROL == "worker" else DATA / "logboek-anker")
if _anker is None:
    raise ImproperlyConfigured("Zet JID_ANKER: het bestand met de kenmerken van het verzegelde logboek.")
ANKER: Path = _anker

# Mail goes to an outbox, and a worker delivers it; without a server it lands in a folder that the administrator reads
EMAIL_BACKEND = "post.backend.Uitgaand"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)
if host := env.str("EMAIL_HOST", ""):
    POST_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = host
    EMAIL_PORT = env.int("EMAIL_PORT", 25)
    EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
else:
    POST_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "noreply@demo.example")
# Where links in mail of the worker lead: it has no request that says
BASISADRES: str = env.str(
    "JID_BASISADRES",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTIE else f"http://127.0.0.1:{env.str('PORT', '8000')}",
)


# Background work: PostgreSQL is the default broker, RabbitMQ in production
if broker := omgeving.waarde("CELERY_BROKER_URL"):
    CELERY_BROKER_URL = broker
    CELERY_TASK_DEFAULT_QUEUE_TYPE = "quorum"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"confirm_publish": True}  # sent is: RabbitMQ has it
    if broker.startswith("amqps://"):
        # The name in the certificate too: by itself amqp asks only who signed it
        CELERY_BROKER_USE_SSL = {
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": urlsplit(broker).hostname,
        }
else:
    CELERY_BROKER_URL = "jidpgmq://localhost/jid"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "conn_string": omgeving.dsn(DATABASES["default"]),
        "init_extension": False,
        "visibility_timeout": 600,
        "polling_interval": 0.2,
        "wait_time_seconds": 0,
        "queue_name_prefix": "c_",
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 8
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "logboek": {"task": "logboek.verzegel", "schedule": 30.0, "options": {"expires": 30}},
    "logboek_volledig": {
        "task": "logboek.verzegel",
        "kwargs": {"volledig": True},
        "schedule": crontab(hour=3, minute=40),
    },
    "concepten": {"task": "zaken.ruim_concepten_op", "schedule": crontab(hour=3, minute=20)},
    "noodtoegang": {
        "task": "zaken.sluit_verlopen_noodtoegangen",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "post": {"task": "post.verstuur_wachtende", "schedule": 30.0, "options": {"expires": 30}},
    "post_opruimen": {"task": "post.ruim_op", "schedule": crontab(hour=3, minute=25)},
    "berichten_direct": {"task": "berichten.mail_direct", "schedule": 60.0, "options": {"expires": 60}},
    "berichten_overzicht": {"task": "berichten.mail_overzicht", "schedule": crontab(hour="7-9", minute=0)},
    "berichten_opruimen": {"task": "berichten.ruim_op", "schedule": crontab(hour=3, minute=30)},
    "herinneringen": {"task": "zaken.herinner", "schedule": crontab(hour="5-6", minute=30)},
    "taken": {"task": "achtergrond.hervat", "schedule": 30.0, "options": {"expires": 30}},
    "taken_opruimen": {"task": "achtergrond.ruim_op", "schedule": crontab(minute=10)},
    "inlezen_opruimen": {"task": "inlezen.ruim_op", "schedule": crontab(minute=15)},
    "casussen_tellen": {"task": "vertrouwenspersonen.tel", "schedule": crontab(minute=20)},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["jid.api.Niemand"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

# guardian lends its base class only; no anonymous user, no global backend
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",
    "auth.W004",  # an address is unique without regard to case, by a constraint that the check does not read
]

from jid.loggen import LOGGING  # noqa: E402, F401  # after the environment is known
