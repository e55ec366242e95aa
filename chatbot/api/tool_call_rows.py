from __future__ import annotations

from django.db.models import Count, QuerySet

from chatbot.models import ToolCall


def tool_call_rows() -> QuerySet[ToolCall]:
    """Tool calls with everything that `ToolCallSerializer` needs, except their run."""
    rows = ToolCall.objects.select_related("decided_by").annotate(changes_total=Count("changes"))
    return rows.order_by("position")  # explicitly: a query with GROUP BY drops the default order
