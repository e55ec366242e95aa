from __future__ import annotations

from django.db.models import Count, QuerySet

from chatbot.models import ToolCall


def tool_call_rows() -> QuerySet[ToolCall]:
    """Tool calls with all that `ToolCallSerializer` tells of them, but for their run."""
    rows = ToolCall.objects.select_related("decided_by").annotate(changes_total=Count("changes"))
    return rows.order_by("position")  # said once more: what is grouped has no order by itself
