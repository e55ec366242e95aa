from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from oauth2_provider.views import OAuthServerMetadataView

from chatbot.addresses import METADATA_PATH
from chatbot.api.agui.views import AgUi
from chatbot.api.oauth.metadata import ResourceMetadata
from chatbot.api.oauth.registration import register
from chatbot.api.oauth.tokens import Revocation, Tokens
from chatbot.pages import api_docs, installed_app
from chatbot.pages.account.authorize import authorize
from chatbot.pages.account.sign_in import admin_sign_in

# Pages keep Django's own; programs get JSON.
handler400 = "chatbot.api.rest.handlers.bad_request"
handler500 = "chatbot.api.rest.handlers.server_error"

# The library finds them by these names, and puts them into its metadata.
_oauth = [
    path("oauth/authorize/", authorize, name="authorize"),
    path("oauth/token/", Tokens.as_view(), name="token"),
    path("oauth/revoke/", Revocation.as_view(), name="revoke-token"),
    path("oauth/register/", register, name="dcr-register"),
    path(
        ".well-known/oauth-authorization-server",
        OAuthServerMetadataView.as_view(),
        name="oauth-server-metadata",
    ),
    path(".well-known/oauth-protected-resource", ResourceMetadata.as_view(), name="oauth-resource-metadata"),
    path(METADATA_PATH[1:], ResourceMetadata.as_view()),
]

urlpatterns = [
    path("manifest.webmanifest", installed_app.manifest, name="manifest"),
    path("service-worker.js", installed_app.service_worker, name="service-worker"),
    path("offline/", installed_app.offline, name="offline"),
    # One form for the old password, so that wrong ones are counted in one place.
    path("admin/password_change/", RedirectView.as_view(pattern_name="password-change")),
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    path("api/docs/", api_docs.api_docs, name="api-docs"),
    # `reverse` finds the last one: the addresses that programs know from before the version was in them.
    path("api/v1/", include("chatbot.api.urls")),
    path("api/", include("chatbot.api.urls")),
    path("v1/", include("chatbot.api.completions.urls")),
    path("agui", AgUi.as_view(), name="ag-ui"),
    path("", include((_oauth, "oauth2_provider"))),
    path("", include("chatbot.pages.urls")),
]
