"""Settings, all from the environment (see `.env.example`); safe when `DEBUG` is off."""

from __future__ import annotations

import os
import zoneinfo

from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from chatbot.catalogues import LOCALE, PSEUDO_LANGUAGE

from .agent import *
from .environment import BASE_DIR, DEBUG, env_bool, env_float, env_int, env_list
from .incoming_mail import incoming_mail
from .logs import *
from .mcp_servers import mcp_servers
from .metrics import *
from .oauth import *
from .security import *
from .services import *
from .tracing import *

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY (a long random text), or DEBUG=true on your own machine.")
    SECRET_KEY = "insecure-key-for-debug-only-" + "0" * 40
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # Before `chatbot`, whose admin unregisters their models.
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "oauth2_provider",
    "chatbot.apps.ChatbotConfig",
    "streaming.apps.StreamingConfig",
    "channels",
    "rest_framework",
    "corsheaders",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "chatbot.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "chatbot.apps.StaticFilesConfig",
]
if JOBS == "workers":
    INSTALLED_APPS.append("django_absurd")

MIDDLEWARE = [
    "chatbot.probes.answer_probes",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "chatbot.addresses.refuse_nul",
    "chatbot.static_files.StaticFilesMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chatbot.auth.audit.name_client",
    "chatbot.outage.answer_outages",  # before everything that needs the user
    "chatbot.pages.middleware.keep_private",
    "chatbot.pages.middleware.draw_for_person",
    "axes.middleware.AxesMiddleware",
    "chatbot.addresses.add_missing_slash",
]

if METRICS:
    MIDDLEWARE.insert(1, "chatbot.metrics.requests.measure_requests")

ROOT_URLCONF = "chatbot.urls"
ASGI_APPLICATION = "chatbot.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "chatbot.pages.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"admin_dashboard": "chatbot.admin.dashboard"},
            "builtins": ["django.templatetags.i18n", "chatbot.pages.template_tags"],
        },
    },
]

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "chat"
LOGOUT_REDIRECT_URL = "sign-in"
_email_host = os.environ.get("EMAIL_HOST", "")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _email_host,
            "port": env_int("EMAIL_PORT", 587),
            "username": os.environ.get("EMAIL_USER", ""),
            "password": os.environ.get("EMAIL_PASSWORD", ""),
            "use_tls": env_bool("EMAIL_TLS", default=True),
            "timeout": 10,  # seconds for each step of the conversation with the mail server
        },
    }
    if _email_host
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
SENDS_MAIL = bool(_email_host) or DEBUG  # with DEBUG, to the console
SILENCED_SYSTEM_CHECKS = [
    "mail.E001",  # lockstep.W003 says the same as a warning
    "oauth2_provider.W008",  # of http, `register_client` permits the loopback addresses only
]
INCOMING_MAIL_DOMAIN, INCOMING_MAIL_SECRET = incoming_mail()
# Webhooks may go to private networks, and over plain HTTP. Never where people are not trusted.
WEBHOOKS_ALLOW_PRIVATE = env_bool("WEBHOOKS_ALLOW_PRIVATE", default=DEBUG)
MCP_SERVERS = mcp_servers()
# Likewise the addresses of the MCP servers that people add.
MCP_ALLOW_PRIVATE = env_bool("MCP_ALLOW_PRIVATE", default=DEBUG)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "Lockstep <lockstep@localhost>")

# What is stored and sent to programs is in English; pages and mails are in the person's language.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
if DEBUG:
    LANGUAGES.append((PSEUDO_LANGUAGE, "Pseudo-Arabic"))
LOCALE_PATHS = [LOCALE]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE") or "UTC"  # in which the days of daily limits start
if TIME_ZONE not in zoneinfo.available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE must be one such as Europe/Berlin, not {TIME_ZONE!r}.")

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "chatbot.static_files.ModuleManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Source maps are for developers' tools only, and half of the time that compressing takes.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "chatbot.api.rest.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["chatbot.api.rest.scopes.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["chatbot.api.rest.throttling.PersonThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "chatbot.api.rest.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "chatbot.api.rest.operation_schema.OperationSchema",
    "EXCEPTION_HANDLER": "chatbot.api.rest.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,  # the Accept header alone chooses
}
API_REQUESTS_PER_MINUTE = env_int("API_REQUESTS_PER_MINUTE", 1_200)  # of a person's programs; 0: no limit
SPECTACULAR_SETTINGS = {
    "TITLE": "Lockstep",
    "VERSION": "1",
    "DESCRIPTION": "Tasks, chats and plans of one person, and what the agent does with them.",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1/(?:\{user_id\}/)?",  # what comes after it names the tag
    "SERVERS": [{"url": "/"}],
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["chatbot.api.rest.schema.leave_out_aliases"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "chatbot.api.rest.schema.close_request_bodies",
        "chatbot.api.rest.schema.describe_idempotency",
        "chatbot.api.rest.schema.describe_rate_limits",
        "chatbot.api.rest.webhook_schema.describe_webhooks",
        "chatbot.api.rest.schema.list_tags",
        "chatbot.api.examples.document.add_examples",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RunStatus": "chatbot.models.Run.Status",
        "ToolCallStatus": "chatbot.models.ToolCall.Status",
        "PlanStatus": "chatbot.models.Plan.Status",
        "StepStatus": "chatbot.models.Step.Status",
        "CalendarFeedKind": "chatbot.models.CalendarFeed.Kind",
        "TaskImportStatus": "chatbot.models.TaskImport.Status",
        "PlanMessageStatus": "chatbot.models.PlanMessage.Status",
    },
}

CONVERSATION_RETENTION_DAYS = env_int("CONVERSATION_RETENTION_DAYS", 90)  # 0 keeps them forever

AUDIT_RETENTION_DAYS = env_int("AUDIT_RETENTION_DAYS", 365)  # 0 keeps it as long as the account
HISTORY_RETENTION_DAYS = env_int("HISTORY_RETENTION_DAYS", 30)  # of changes, and so of the trash

STREAMING = {
    "RETENTION_DAYS": env_int("EVENT_RETENTION_DAYS", 30),
    "BEAT": env_float("STREAMING_BEAT", 5, minimum=0.1),  # seconds
}
