"""Who may come in, and over what: passwords, cookies, HTTPS, the content security policy, API tokens."""

from __future__ import annotations

from datetime import timedelta

from django.utils import csp

from .environment import DEBUG, env_bool, env_int

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
    "object-src": [csp.CSP.NONE],
    "base-uri": [csp.CSP.NONE],
    "form-action": [csp.CSP.SELF],
    "frame-ancestors": [csp.CSP.NONE],
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

SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env_int("ACCESS_TOKEN_MINUTES", 30)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "UPDATE_LAST_LOGIN": False,
    "CHECK_REVOKE_TOKEN": True,  # a change of password ends the tokens made before
}
