"""The models. What changes them is in `chatbot.domain`."""

from __future__ import annotations

from .account import SocketTicket, User
from .answered_request import AnsweredRequest
from .audit_entry import AuditEntry
from .calendar_feed import CalendarFeed
from .change import Change
from .conversation import Conversation, Message
from .feedback import Feedback
from .invitation import Invitation
from .job_process import JobProcess
from .journal import ToolCall, Turn
from .mail_address import MailAddress
from .mcp_server import McpServer
from .oauth import (
    OAuthAccessToken,
    OAuthClient,
    OAuthDeviceGrant,
    OAuthGrant,
    OAuthIdToken,
    OAuthRefreshToken,
)
from .personal_token import PersonalToken
from .plan import Plan, PlanMessage, Step, TeamAgent
from .plan_template import PlanTemplate
from .rate_limit import RateCount
from .reminder_mail import ReminderMail
from .run import Run
from .shared_link import SharedLink
from .task import Task, TaskTag
from .task_import import TaskImport
from .task_list import DeletedList, TaskList
from .task_view import TaskView
from .thinking import Thinking
from .title import TitleRequest
from .usage import DailyUsage
from .webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "AnsweredRequest",
    "AuditEntry",
    "CalendarFeed",
    "Change",
    "Conversation",
    "DailyUsage",
    "DeletedList",
    "Feedback",
    "Invitation",
    "JobProcess",
    "MailAddress",
    "McpServer",
    "Message",
    "OAuthAccessToken",
    "OAuthClient",
    "OAuthDeviceGrant",
    "OAuthGrant",
    "OAuthIdToken",
    "OAuthRefreshToken",
    "PersonalToken",
    "Plan",
    "PlanMessage",
    "PlanTemplate",
    "RateCount",
    "ReminderMail",
    "Run",
    "SharedLink",
    "SocketTicket",
    "Step",
    "Task",
    "TaskImport",
    "TaskList",
    "TaskTag",
    "TaskView",
    "TeamAgent",
    "Thinking",
    "TitleRequest",
    "ToolCall",
    "Turn",
    "User",
    "WebhookDelivery",
    "WebhookEndpoint",
]
