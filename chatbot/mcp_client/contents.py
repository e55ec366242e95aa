"""The contents of a result in words: a model reads text only."""

from __future__ import annotations

import json

from mcp_types import (
    AudioContent,
    BlobResourceContents,
    CallToolResult,
    ContentBlock,
    EmbeddedResource,
    ImageContent,
    ResourceLink,
    TextContent,
    TextResourceContents,
)


def text_of(result: CallToolResult) -> str:
    """The texts, and what else there is; structured content where there is no text."""
    text = "\n\n".join(map(_words, result.content))
    if text or result.structured_content is None:
        return text
    return json.dumps(result.structured_content, ensure_ascii=False)


def _words(content: ContentBlock) -> str:
    match content:
        case TextContent():
            return content.text
        case ImageContent() | AudioContent():
            kind = "An image" if isinstance(content, ImageContent) else "A sound"
            return f"[{kind} ({content.mime_type}), which cannot be shown here.]"
        case ResourceLink():
            return f"[A link: {content.title or content.name}, {content.uri}]"
        case EmbeddedResource(resource=TextResourceContents() as resource):
            return resource.text
        case EmbeddedResource(resource=BlobResourceContents() as resource):
            return f"[A file ({resource.mime_type or 'of an unknown type'}), {resource.uri}.]"
    return "[Something that cannot be shown here.]"
