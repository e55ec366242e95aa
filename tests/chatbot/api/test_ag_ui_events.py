"""Events of AG-UI for what a client has, and patches of its state."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

from ag_ui.core import RunAgentInput
from ag_ui_validate.protocol.jsonpatch import PatchOk, apply_patch

from chatbot.api.agui.given import known_in
from chatbot.api.agui.state import State, patch
from chatbot.api.agui.translation import Translation
from tests.chatbot.api.ag_ui_input import body, said

REPLY = "11111111-1111-4111-8111-111111111111"


def delta(offset: int, text: str) -> dict[str, Any]:
    return {"result": {"offset": offset, "text": text}}


def call(call_id: str, **result: Any) -> dict[str, Any]:
    return {"call_id": call_id, "tool": "list_tasks", "result": result}


def translated(*events: tuple[str, dict[str, Any]], text: str, messages: Any = ()) -> list[tuple[str, str]]:
    """The kinds of events, each with its message or call, and its text."""
    given = RunAgentInput.model_validate(body(said("Hello"), *messages))
    translation = Translation(REPLY, known_in(given, REPLY))
    made = [one for kind, data in events for one in translation.event(kind, data)]
    shown = [event.model_dump(mode="json", by_alias=True) for event in [*made, *translation.finish(text)]]
    return [
        (one["type"], one.get("delta") or one.get("toolCallId") or one.get("messageId") or one.get("name"))
        for one in shown
    ]


def assistant(content: str, message_id: str = REPLY, **more: Any) -> dict[str, Any]:
    return {"id": message_id, "role": "assistant", "content": content, **more}


SEARCH = [
    ("message_delta", delta(0, "Let me")),
    ("message_delta", delta(6, " look.")),
    ("tool_starting", call("one", arguments={"status": "all"})),
    ("tool_complete", call("one", count=0)),
    ("message_delta", delta(12, "\n\nNothing")),
]
WHOLE = "Let me look.\n\nNothing is there."


def test_text_before_and_after_a_call_are_two_messages() -> None:
    assert translated(*SEARCH, text=WHOLE) == [
        ("TEXT_MESSAGE_START", REPLY),
        ("TEXT_MESSAGE_CONTENT", "Let me"),
        ("TEXT_MESSAGE_CONTENT", " look."),
        ("TEXT_MESSAGE_END", REPLY),
        ("TOOL_CALL_START", "one"),
        ("TOOL_CALL_ARGS", '{"status":"all"}'),
        ("TOOL_CALL_END", "one"),
        ("TOOL_CALL_RESULT", "one"),
        ("TEXT_MESSAGE_START", f"{REPLY}:12"),
        ("TEXT_MESSAGE_CONTENT", "\n\nNothing"),
        ("TEXT_MESSAGE_CONTENT", " is there."),
        ("TEXT_MESSAGE_END", f"{REPLY}:12"),
    ]


def test_what_the_client_has_is_not_sent_again() -> None:
    made = {"id": "one", "type": "function", "function": {"name": "list_tasks", "arguments": "{}"}}
    has_call = {"id": "one", "role": "assistant", "toolCalls": [made]}
    has_result = {"id": "one:result", "role": "tool", "toolCallId": "one", "content": "{}"}
    messages = [assistant("Let me look."), has_call, has_result, assistant("\n\nNot", f"{REPLY}:12")]
    assert translated(*SEARCH, text=WHOLE, messages=messages) == [
        ("TOOL_CALL_START", "one"),
        ("TOOL_CALL_END", "one"),
        ("TEXT_MESSAGE_START", f"{REPLY}:17"),
        ("TEXT_MESSAGE_CONTENT", "hing"),
        ("TEXT_MESSAGE_CONTENT", " is there."),
        ("TEXT_MESSAGE_END", f"{REPLY}:17"),
    ]


def test_a_call_without_its_arguments_is_sent_with_them() -> None:
    made = {"id": "one", "type": "function", "function": {"name": "list_tasks", "arguments": ""}}
    messages = [{"id": "one", "role": "assistant", "toolCalls": [made]}]
    events = translated(SEARCH[2], text="", messages=messages)
    assert events[1] == ("TOOL_CALL_ARGS", '{"status":"all"}')


def test_a_lost_attempt_does_not_repeat_its_text() -> None:
    events = translated(
        ("message_delta", delta(0, "Let me")),
        ("run_retrying", {"result": {"attempts_left": 2}}),
        ("message_delta", delta(0, "Let")),
        ("message_delta", delta(3, " me look.")),
        text="Let me look.",
    )
    assert events == [
        ("TEXT_MESSAGE_START", REPLY),
        ("TEXT_MESSAGE_CONTENT", "Let me"),
        ("CUSTOM", "lockstep.run_retrying"),
        ("TEXT_MESSAGE_CONTENT", " look."),
        ("TEXT_MESSAGE_END", REPLY),
    ]


def test_what_was_missed_is_read_from_what_is_stored() -> None:
    translation = Translation(REPLY, known_in(RunAgentInput.model_validate(body()), REPLY))
    assert not translation.misses("message_delta", delta(0, "One "))
    assert [*translation.event("message_delta", delta(0, "One "))]
    assert translation.misses("message_delta", delta(10, "three"))
    assert translation.misses("message_created", {"message_id": REPLY})
    [event] = translation.stored("One two three")
    assert event.model_dump()["delta"] == "two three"
    assert not translation.misses("message_delta", delta(13, " four"))
    assert not [*translation.stored("One two")]  # an older text takes nothing back


def test_ids_of_messages_with_too_many_digits_are_read_as_others_without_a_position() -> None:
    message = assistant("One two", f"{REPLY}:{'9' * 5_000}")
    assert known_in(RunAgentInput.model_validate(body(message)), REPLY).text == "One two"


def test_a_call_that_fails_or_is_declined_has_a_result() -> None:
    failed = ("tool_error", {**call("one"), "error": "There is no such list."})
    declined = ("approval_resolved", call("two", decision="declined"))
    kinds = [kind for kind, _ in translated(failed, declined, text="") if kind.startswith(("CUSTOM", "TOOL"))]
    assert kinds.count("TOOL_CALL_RESULT") == 2
    assert kinds.count("CUSTOM") == 1


def test_a_patch_leads_from_each_state_to_each_other() -> None:
    chosen = random.Random(7)

    def some_state() -> State:
        ids = chosen.sample("abcdefgh", chosen.randint(0, 8))
        tasks = [{"id": one, "title": chosen.choice(["Milk", "Bread"])} for one in ids]
        return {"tasks": tasks, "open_count": chosen.randint(0, 2)}

    states = [some_state() for _ in range(100)]
    for before, after in pairwise(states):
        applied = apply_patch(before, patch(before, after))
        assert isinstance(applied, PatchOk)
        assert applied.result == after
        assert patch(after, after) == []


def test_one_change_is_one_operation() -> None:
    before = {"tasks": [{"id": one, "title": one} for one in "abc"], "open_count": 3}
    without = {"tasks": [before["tasks"][0], before["tasks"][2]], "open_count": 3}
    assert patch(before, without) == [{"op": "remove", "path": "/tasks/1"}]
    assert [one["path"] for one in patch(without, before)] == ["/tasks/1"]
