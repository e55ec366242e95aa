from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created


class ChatbotConfig(AppConfig):
    name = "chatbot"
    verbose_name = "Lockstep"

    def ready(self) -> None:
        from chatbot import jobs
        from chatbot.auth import audit
        from chatbot.background.checks import register_checks
        from chatbot.domain.jobs import register
        from chatbot.models.folding import add_fold_function

        connection_created.connect(add_fold_function)
        register(jobs)
        register_checks()
        audit.listen()
        if settings.METRICS:
            from chatbot.metrics import collectors, instruments

            instruments.connect()
            collectors.register()
        if settings.TRACING:
            _start_tracing()


def _start_tracing() -> None:
    try:
        from chatbot.tracing.receivers import start
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(
            f"Traces need {error.name}: pip install -r requirements-tracing.txt"
        ) from error
    start()


class AdminConfig(DjangoAdminConfig):
    default_site = "chatbot.auth.admin_site.StaffSite"


class StaticFilesConfig(DjangoStaticFilesConfig):
    # What drf-spectacular-sidecar has besides what the page of the API loads.
    ignore_patterns = [*DjangoStaticFilesConfig.ignore_patterns, "redoc", "swagger-ui-standalone-*"]
