"""OAuth 2.1 for MCP clients, by django-oauth-toolkit: public clients, authorization codes with PKCE."""

from __future__ import annotations

from datetime import timedelta

from .environment import env_int

# Its tables are models of ours, so that its 22 migrations are not needed: they take four seconds.
MIGRATION_MODULES = {"oauth2_provider": None}
OAUTH2_PROVIDER_APPLICATION_MODEL = "chatbot.OAuthClient"
OAUTH2_PROVIDER_GRANT_MODEL = "chatbot.OAuthGrant"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "chatbot.OAuthAccessToken"  # noqa: S105
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "chatbot.OAuthRefreshToken"  # noqa: S105
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "chatbot.OAuthIdToken"  # noqa: S105
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "chatbot.OAuthDeviceGrant"

OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.WebApplicationServer",  # codes and refresh tokens only
    "SCOPES": {"read": "Read", "write": "Change tasks and lists", "agent": "Use the agent and decide"},
    "DEFAULT_SCOPES": ["read"],
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3_600,
    "REFRESH_TOKEN_EXPIRE_SECONDS": timedelta(days=30),  # after the access token
    "REFRESH_TOKEN_REUSE_PROTECTION": True,  # one that is used twice ends the connection
    "ALLOW_LOCALHOST_LOOPBACK": True,  # on any port, as 127.0.0.1 (RFC 8252, section 7.3)
    "DCR_ENABLED": True,  # named in the metadata; the view is our own
    "OAUTH2_RESPONSE_TYPES_SUPPORTED": ["code"],
    "OAUTH2_GRANT_TYPES_SUPPORTED": ["authorization_code", "refresh_token"],
    "OAUTH2_TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED": ["none"],
    "OAUTH2_PROTECTED_RESOURCE_NAME": "Lockstep",
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,  # S256 only
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # hashes
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
}
# From one address.
OAUTH_REGISTRATIONS_PER_HOUR = env_int("OAUTH_REGISTRATIONS_PER_HOUR", 60)
