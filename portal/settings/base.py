"""Settings shaped for production. Nothing here is loose; `dev` and `test` loosen what they must.

Every environment variable is listed in README.md. A missing secret stops the start and is named.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from portal.map_tiles import tile_sources

BASE_DIR = Path(__file__).resolve().parents[2]
env = Env()


def required(name: str) -> str:
    """The value of an environment variable without which the portal must not start."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"Chưa đặt biến môi trường {name}: cổng không chạy khi thiếu.")
    return value


VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = required("SECRET_KEY")
# Of a change of the secret: the ones before, as long as what they signed is to hold.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
# What tracking codes, links and keys of other systems are stored under, the newest first. They are
# not the secret's: that can be changed, and one that was lost would void every code on paper.
CODE_KEYS: list[str] = env.list("CODE_KEYS", []) or [SECRET_KEY, *SECRET_KEY_FALLBACKS]
ALLOWED_HOSTS: list[str] = []
SITE_URL = required("SITE_URL").rstrip("/")

INSTALLED_APPS = [
    "home",
    "school_intranet",
    "campaigns",
    "beautiful_city",
    "portal",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.apps.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks_db",
    "axes",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Before whatever asks for HTTPS or for a known host.
    "portal.middleware.LocalHealthMiddleware",
    # Outermost of the others: what it keeps has passed them all, and a hit passes none of them.
    "portal.page_cache.PageCacheMiddleware",
    "portal.middleware.CharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.csp.PortalCSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "portal.middleware.PrintableMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "school_intranet.sessions.IdleSessionMiddleware",
    "portal.middleware.RightsMiddleware",
    "portal.editor.guard.EditorGuardMiddleware",
    "portal.busy.BusyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.old_addresses.OldAddressMiddleware",
    # Last, so that it sees what every other layer did with a failed sign-in.
    "axes.middleware.AxesMiddleware",
]

# In the session, which ends with the sign-out: a cookie would show a message on to who signs in
# next at the same computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Databases -----------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # Two writers queue for up to 20 s instead of failing; IMMEDIATE takes the write lock at the
    # start, since a read transaction that turns into a write one fails without waiting.
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


# Seconds. `manage.py` says that it is no web server: a migration, an import or a task may take
# longer than a visitor's page may.
LIMITS_OF = {
    "web": {
        "statement_timeout": 15,
        "lock_timeout": 5,
        "idle_in_transaction_session_timeout": 60,
    },
    "command": {
        "statement_timeout": 3600,
        "lock_timeout": 60,
        "idle_in_transaction_session_timeout": 1800,
    },
}
DATABASE_LIMITS = LIMITS_OF[env.str("PORTAL_PROCESS", "web")]


def database(url: str) -> dict[str, Any]:
    """A Django database setting from an address, with this project's options for SQLite."""
    config: dict[str, Any] = {
        **dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    }
    if "sqlite" in config["ENGINE"]:
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
    else:
        config["OPTIONS"] = {**postgresql_options(DATABASE_LIMITS), **config.get("OPTIONS", {})}
        # A cursor of the server that is left half read is closed whenever Python collects it: in
        # the midst of another statement that thread waits for itself, for ever.
        config["DISABLE_SERVER_SIDE_CURSORS"] = True
    return config


def postgresql_options(limits: dict[str, int]) -> dict[str, Any]:
    """The server itself keeps the limits, whatever the process does meanwhile."""
    set_ = " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items())
    return {"options": set_, "connect_timeout": 5}


DATABASES = {"default": database(required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "portal",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    # Whole pages, each process its own; those asked for least go first. 1,000 are about 30 MB.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1000, "CULL_FREQUENCY": 10},
    },
}
# How long a page is kept at most, in seconds; 0 keeps none. A change ends it at once: the time only
# bounds what changes by itself, such as the number of views.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", 300)
# The parameters of lists; an address with any other is not kept.
PAGE_CACHE_PARAMETERS = frozenset(
    ("truoc", "sau", "tab", "phuong", "linh-vuc", "tinh-trang", "tap", "chuyen-de")
)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Each periodic job runs in a process of its own, which is killed when its time is over.
JOBS_IN_CHILDREN = True
# Below this a disk counts as nearly full.
DISK_FREE_MIN_GB = env.float("DISK_FREE_MIN_GB", 2.0)

DEMO_ALLOWED = False

# --- People and sign-in ----------------------------------------------------------------------

AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "portal.hashing.BoundedArgon2PasswordHasher",
    "portal.hashing.BoundedPBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}  # type: ignore[assignment]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "after_sign_in"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# A name and an address together are locked, never a name alone: a stranger who types another
# person's name ten times must not be able to keep that person out of the office's own network.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "portal.views.errors.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# No log of who signed in from where; the failures that count for a lock are kept.
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "portal.client.client_network"
# A browser that signed in as this person before is not locked out by its neighbours.
AXES_WHITELIST_CALLABLE = "portal.sign_in.goes_first"
# The number of proxies of our own in front: that many addresses from the right are trusted.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]

# --- Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / "media")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", str(VAR_DIR / "private")))
# Set where nginx stands in front: the internal location that maps to PRIVATE_ROOT.
PRIVATE_ACCEL_PREFIX = env.str("PRIVATE_ACCEL_PREFIX", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "portal.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Pictures that are decoded at the same time on this machine, each in a process of its own.
PICTURES_AT_ONCE = env.int("PICTURES_AT_ONCE", 2)
# Seconds that a request waits for the verdict on a photo before it is settled in the background.
PICTURE_PATIENCE = env.float("PICTURE_PATIENCE", 3.0)

# --- Wagtail ---------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Cổng thông tin điện tử quận Long Biên"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # /doi-mat-khau/ is for everybody
WAGTAILUSERS_PASSWORD_ENABLED = False  # passwords come by slip
WAGTAIL_FRONTEND_LOGIN_URL = "/dang-nhap/"
WAGTAILADMIN_LOGIN_URL = "/dang-nhap/"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "portal.PortalImage"
WAGTAILDOCS_DOCUMENT_MODEL = "portal.PortalDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "heic", "heif", "jfif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.file_forms.PortalImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.file_forms.PortalDocumentForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.editor_search", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Safety ----------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"  # Wagtail lifts it to SAMEORIGIN for the editor's previews
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "autoplay",
        "display-capture",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
PERMISSIONS_POLICY |= {"camera": ["self"], "geolocation": ["self"], "fullscreen": ["self"]}

# Maps: the address of their pictures, as https://{s}.example.vn/{z}/{x}/{y}.png, and whose they
# are. Without one a map shows its points on a plain grid.
MAP_TILE_URL = env.str("MAP_TILE_URL", "")
MAP_TILE_CREDIT = env.str("MAP_TILE_CREDIT", "")

# The name of this place among Open311 endpoints; callers may leave it out.
OPEN311_JURISDICTION = env.str("OPEN311_JURISDICTION", "longbien.hanoi.gov.vn")

# The public site: no nonce, since pages are cached, so nothing inline at all.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, *tile_sources(MAP_TILE_URL)],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
# The editor of texts writes one style element, which a page that has it names by a nonce.
SCHOOL_PATH = "/dieu-hanh-noi-bo/"
SCHOOL_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**CONTENT_SECURITY_POLICY["DIRECTIVES"], "style-src": [SELF, NONCE]}
}
# Wagtail's editor writes inline scripts and styles and shows local previews.
EDITOR_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}

# --- Mail and logs ---------------------------------------------------------------------------

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "cong-thong-tin@localhost")

# The ways to a telephone are off until an address and a token are given.
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", "")
ZALO_GATEWAY_URL = env.str("ZALO_GATEWAY_URL", "")
ZALO_GATEWAY_TOKEN = env.str("ZALO_GATEWAY_TOKEN", "")
ZALO_TEMPLATE_ID = env.str("ZALO_TEMPLATE_ID", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "portal.log_lines.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        # The worker sets the level of its own loggers, so what is shown is decided here.
        "tasks": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # axes logs the names and addresses of people who failed to sign in.
    # Wagtail logs the title of every page that somebody saves, and the worker each task twice.
    "loggers": {
        "axes": {"level": "CRITICAL"},
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"handlers": ["tasks"], "propagate": False},
        "django_tasks_db": {"handlers": ["tasks"], "propagate": False},
    },
}
