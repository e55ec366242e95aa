"""Security settings: passwords, rate limits, cookies, HTTPS, content security policy, CORS, API tokens."""

from __future__ import annotations

from datetime import timedelta

from corsheaders.defaults import default_headers
from django.utils import csp

from .environment import DEBUG, env_bool, env_choice, env_int, env_origins

AUTH_USER_MODEL = "chatbot.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Everything comes from this origin; no inline script or style anywhere.
SECURE_CSP = {
    "default-src": [csp.CSP.SELF],
    "connect-src": [csp.CSP.SELF],
    "img-src": [csp.CSP.SELF, "data:"],
    "manifest-src": [csp.CSP.SELF],
    "worker-src": [csp.CSP.SELF],
    "object-src": [csp.CSP.NONE],
    "base-uri": [csp.CSP.NONE],
    "form-action": [csp.CSP.SELF],
    "frame-ancestors": [csp.CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"

SIGN_UP = env_choice("SIGN_UP", ("open", "invite", "closed"))
STAFF_SECOND_FACTOR = env_bool("STAFF_SECOND_FACTOR", default=False)  # the admin asks for one
OTP_TOTP_ISSUER = "Lockstep"
# Per address and hour. Failed attempts count as well, so that user names cannot be probed.
SIGN_UPS_PER_HOUR = env_int("SIGN_UPS_PER_HOUR", 30)
RESETS_PER_HOUR = 20
REMINDER_MAILS_PER_DAY = 50  # to one person
SHARED_VIEWS_PER_HOUR = env_int("SHARED_VIEWS_PER_HOUR", 3_000)  # a live one is read every two seconds

# Failed sign-ins are counted in the database, for all processes: by account and address, and by address alone
# (see `chatbot.auth.failures`).
AUTHENTICATION_BACKENDS = ["chatbot.auth.backend.PasswordBackend"]
AXES_HANDLER = "chatbot.auth.failures.FailureHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env_int("SIGN_IN_FAILURES", 10, minimum=1)
AXES_COOLOFF_TIME = timedelta(minutes=env_int("SIGN_IN_COOL_OFF", 15, minimum=1))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # otherwise an attacker could lock a person out forever
AXES_USERNAME_CALLABLE = "chatbot.auth.failures.username_key"
AXES_CLIENT_IP_CALLABLE = "chatbot.auth.client_address.client_address"
AXES_CLIENT_STR_CALLABLE = "chatbot.auth.failures.describe_client"
AXES_LOCKOUT_CALLABLE = "chatbot.pages.too_many.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # `chatbot.admin.failed_sign_ins` shows them
# The other fields of a form are stored with a failure, so all secret fields are listed here.
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "password",
    "password1",
    "password2",
    "old_password",
    "new_password1",
    "new_password2",
    "code",
    "ticket",
    "token",
    "csrfmiddlewaretoken",
]
SESSION_ENGINE = "chatbot.auth.sessions"
SESSION_COOKIE_HTTPONLY = True
# HTTPS is assumed unless DEBUG is on or `INSECURE_HTTP=true`.
_https = not DEBUG and not env_bool("INSECURE_HTTP", default=False)
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
PROXY_COUNT = 0
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    PROXY_COUNT = env_int("PROXY_COUNT", 1, minimum=1)  # that append to X-Forwarded-For

# Pages of these origins may use the API with a token, but not with cookies: CORS_ALLOW_CREDENTIALS is off.
CORS_ALLOWED_ORIGINS = env_origins("CORS_ALLOWED_ORIGINS")
CORS_URLS_REGEX = r"^/(?:api/|agui$)"
CORS_ALLOW_HEADERS = (*default_headers, "idempotency-key", "if-match", "last-event-id", "prefer")
CORS_EXPOSE_HEADERS = (
    "etag",
    "idempotent-replayed",
    "location",
    "preference-applied",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
)

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env_int("ACCESS_TOKEN_MINUTES", 30)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "UPDATE_LAST_LOGIN": False,
    "CHECK_REVOKE_TOKEN": True,  # a change of password ends the tokens made before
}
