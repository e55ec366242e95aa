"""The model that answers: an OpenAI-compatible endpoint if one is configured, else the offline assistant."""

from __future__ import annotations

from django.conf import settings

from chatbot.domain.runs.model_choice import endpoint_of
from chatbot.model_endpoint import ModelEndpoint
from chatbot.models import Run

from .client_call import ClientCall
from .endpoint.answer import AnsweringModel
from .endpoint.client import EndpointModel
from .fallback import FallbackModel


def model_of(run: Run) -> AnsweringModel:
    """The model of a run, or what takes its place in one that a client asked for."""
    return ClientCall(run) if run.client else build_model(run.model)


def build_model(chosen: str) -> AnsweringModel:
    """A model for one run. `close` it: its connections belong to the loop and end with the run."""
    endpoint = endpoint_of(chosen)
    if endpoint is None:
        from .offline_answers import OfflineAnswers  # 0.3 s and 7 MB, which most installations do not need

        return OfflineAnswers()
    fallback: ModelEndpoint | None = settings.AGENT_FALLBACK
    if fallback is None or fallback.model == endpoint.model:
        return EndpointModel(endpoint)
    return FallbackModel(EndpointModel(endpoint), EndpointModel(fallback))
