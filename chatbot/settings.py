"""Settings, all from the environment (see `.env.example`); safe when `DEBUG` is off."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from dotenv import load_dotenv

from streaming.redis_hosts import redis_hosts

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(BASE_DIR / ".env")


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value not in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")
    return default if value == "" else value in {"1", "true", "yes", "on"}


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DEBUG = env_bool("DEBUG", default=False)
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY (a long random text), or DEBUG=true on your own machine.")
    SECRET_KEY = "insecure-key-for-debug-only-" + "0" * 40
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "daphne",
    "chatbot.apps.ChatbotConfig",
    "streaming.apps.StreamingConfig",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chatbot.static_files.StaticFilesMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chatbot.pages.middleware.TimeZoneMiddleware",
]

ROOT_URLCONF = "chatbot.urls"
ASGI_APPLICATION = "chatbot.asgi.application"

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

# The database is the truth. SQLite takes its write lock when a transaction begins, so that two writers wait
# for each other instead of failing half-way.
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
try:
    _database: dict[str, Any] = dict(dj_database_url.parse(DATABASE_URL))
except ValueError as error:  # it may hold a password, so it is not shown
    raise ImproperlyConfigured(
        "DATABASE_URL must be postgresql://user:password@host:5432/name or sqlite:///path."
    ) from error
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    from chatbot.pool import check_if_spoken_to

    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {
            "min_size": 1,
            "max_size": env_int("DATABASE_POOL_SIZE", 20),
            "timeout": 10,
            "check": check_if_spoken_to,  # a pooled connection may be older than the server
        },
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Doorbells only: nothing depends on the layer for delivery or order.
REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "streaming.redis_layer.RedisLayer",
        "CONFIG": {"hosts": redis_hosts(REDIS_URL), "prefix": "lockstep"},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
}

# Who does the background jobs: the server in its own process, or `manage.py worker` processes beside it.
JOBS = os.environ.get("JOBS") or "in-process"
TASKS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "chatbot.background.in_process.InProcessBackend"}}
if JOBS == "workers":
    if _database["ENGINE"] != "django.db.backends.postgresql" or not REDIS_URL:
        raise ImproperlyConfigured(
            "JOBS=workers needs PostgreSQL and Redis: set DATABASE_URL=postgresql://… and REDIS_URL=redis://…."
        )
    INSTALLED_APPS.append("django_absurd")
    TASKS["default"] = {
        "BACKEND": "chatbot.background.queue.QueueBackend",
        "OPTIONS": {
            "QUEUES": {"default": {"cleanup_ttl": "1 hour"}},
            "DEFAULT_MAX_ATTEMPTS": 1,  # what a lost job was about is found in the database
            "ENABLE_ADMIN": False,
            "SCHEDULE": {"prune": {"task": "chatbot.jobs.prune", "cron": "20 3 * * *"}},
            "CLEANUP": {"schedule": "*/10 * * * *"},
        },
    }
elif JOBS != "in-process":
    raise ImproperlyConfigured(f"JOBS must be in-process or workers, not {JOBS!r}.")

AUTH_USER_MODEL = "chatbot.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
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
            "timeout": 10,  # seconds for each step with the server
        },
    }
    if _email_host
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "Lockstep <lockstep@localhost>")

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

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

# Everything comes from this origin; no inline script or style anywhere.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
# HTTPS is assumed unless DEBUG is on or `INSECURE_HTTP=true` says that this deployment has none.
_https = not DEBUG and not env_bool("INSECURE_HTTP", default=False)
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "chatbot.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "chatbot.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "chatbot.api.errors.exception_handler",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env_int("ACCESS_TOKEN_MINUTES", 30)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "UPDATE_LAST_LOGIN": False,
    "CHECK_REVOKE_TOKEN": True,  # a change of password ends the tokens made before
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Lockstep",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "RunStatus": "chatbot.models.Run.Status",
        "ToolCallStatus": "chatbot.models.ToolCall.Status",
        "PlanStatus": "chatbot.models.Plan.Status",
        "StepStatus": "chatbot.models.Step.Status",
        "PlanMessageStatus": "chatbot.models.PlanMessage.Status",
    },
}

# The agent. Without an endpoint and key, the built-in offline assistant answers.
AGENT_BASE_URL = os.environ.get("AGENT_BASE_URL", "")
AGENT_API_KEY = os.environ.get("AGENT_API_KEY", "")
AGENT_MODEL = os.environ.get("AGENT_MODEL", "gpt-5-mini")
AGENT_API = os.environ.get("AGENT_API", "chat")
if AGENT_API not in {"chat", "responses"}:
    raise ImproperlyConfigured(f"AGENT_API must be chat or responses, not {AGENT_API!r}.")
AGENT_TIMEOUT = env_int("AGENT_TIMEOUT", 60)  # seconds for one model response to begin or go on
RUN_TIMEOUT = env_int("RUN_TIMEOUT", 300)  # seconds without progress after which a run fails
RUN_LEASE = env_int("RUN_LEASE", 20)  # seconds for which an attempt owns its run, unless it renews
APPROVAL_TTL = env_int("APPROVAL_TTL", 86_400)  # seconds after which a call that nobody approved is declined
PLAN_PARALLEL_STEPS = env_int("PLAN_PARALLEL_STEPS", 1)  # independent steps that are done side by side
DAILY_MESSAGE_LIMIT = env_int("DAILY_MESSAGE_LIMIT", 100)

CONVERSATION_RETENTION_DAYS = env_int("CONVERSATION_RETENTION_DAYS", 90)  # 0 keeps them for ever

STREAMING = {
    "RETENTION_DAYS": env_int("EVENT_RETENTION_DAYS", 30),
    "BEAT": float(env_int("STREAMING_BEAT", 5)),  # seconds
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    # Request lines of Daphne carry query strings, and with them tokens.
    "loggers": {
        "django.channels.server": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "uvicorn.error": {"level": "WARNING"},
        # Two lines for each job.
        "django.tasks": {"level": "WARNING"},
        "django_absurd": {"level": "WARNING"},
    },
}
