"""Where programs find out how to get a token for `/mcp`."""

from __future__ import annotations

from django.http import HttpRequest
from oauth2_provider.views import OAuthProtectedResourceMetadataView

from chatbot.addresses import MCP_PATH


class ResourceMetadata(OAuthProtectedResourceMetadataView):
    """The only resource is `/mcp`. Older clients look for it at the address without `/mcp`, too."""

    def get_resource(self, request: HttpRequest) -> str:
        return request.build_absolute_uri(MCP_PATH)
