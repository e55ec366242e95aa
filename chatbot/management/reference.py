"""Pages of the documentation that are written from their source: settings and tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from chatbot.tools import TOOLS, Tool

_ROOT = Path(__file__).resolve().parents[2]
DOCS = _ROOT / "docs"
_SECTION = re.compile(r"# --- (.+?) -*")
_SETTING = re.compile(r"#?[A-Z_]+=.*")
_PAGE = re.compile(r"docs/([\w-]+\.md)")
_SETTINGS_HEAD = """# Settings

All settings come from the environment or from a `.env` file beside `manage.py`; variables of the
environment win. This page is written from `.env.example`, by `manage.py write_reference`. The values are
the defaults, or examples where there is no default."""
_TOOLS_HEAD = """# Tools of the agent

What a model can call, with the arguments that it has to give. Programs that use the
[Model Context Protocol](mcp.md) get the same tools. This page is written from `chatbot/tools`, by
`manage.py write_reference`.

A tool that *asks first* does so for some calls only, such as those that would change many tasks: a person
approves or declines. Each call is made once, with its effect on the tasks and its entry in the journal in
one transaction.
"""
_EFFECTS = {"reads": "Reads", "adds": "Adds", "changes": "Changes", "deletes": "Deletes"}


def pages() -> dict[str, str]:
    """The text of each page, by the name of its file in `docs/`."""
    example = (_ROOT / ".env.example").read_text()
    return {"settings.md": settings_page(example), "tools.md": tools_page()}


def settings_page(example: str) -> str:
    """From an example of a `.env` file: sections, and comments above the settings that they are about."""
    lines = [_SETTINGS_HEAD]
    about = ""
    for kind, group in groupby(example.splitlines(), _kind):
        texts = [*group]
        match kind:
            case "section":
                lines.append(f"\n## {_SECTION.fullmatch(texts[0])[1]}\n")  # type: ignore[index]
            case "comment":
                text = " ".join(text.removeprefix("#").strip() for text in texts)
                about = _PAGE.sub(r"[\1](\1)", text)
            case "setting":
                names = ", ".join(f"`{text.removeprefix('#')}`" for text in texts)
                lines.append(f"* {names}: {about}")
    return "\n".join(lines) + "\n"


def _kind(line: str) -> str:
    if _SECTION.fullmatch(line):
        return "section"
    if _SETTING.fullmatch(line):
        return "setting"
    return "comment" if line.startswith("#") else ""


def tools_page() -> str:
    return "\n".join([_TOOLS_HEAD, *(line for tool in TOOLS for line in _tool(tool))])


def _tool(tool: Tool[Any]) -> Iterator[str]:
    yield f"## {tool.name}\n\n{tool.description}\n"
    facts = [_EFFECTS[tool.kind]]
    facts += ["outside of Lockstep"] * (tool.reach != "database")
    facts += ["asks first"] * (tool.approval is not None)
    facts += ["a repeated call changes nothing more"] * (tool.is_idempotent and tool.kind != "reads")
    facts += ["for agents of plans only"] * (not tool.is_for_chats)
    yield f"*{', '.join(facts)}.*\n"
    schema = tool.schema
    if schema["properties"]:
        yield "| argument | type | meaning |\n|---|---|---|"
        for name, field in schema["properties"].items():
            required = " (required)" if name in schema.get("required", ()) else ""
            meaning = " ".join(field.get("description", "").split()).replace("|", "\\|")
            yield f"| `{name}`{required} | {_type(field, schema)} | {meaning} |"
        yield ""


def _type(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """The type of a field in words; `null`, which stands for a field that is left out, is not one."""
    if reference := field.get("$ref"):
        return _type(schema["$defs"][reference.rpartition("/")[2]], schema)
    if options := field.get("anyOf"):
        return " or ".join(_type(one, schema) for one in options if one.get("type") != "null")
    if values := field.get("enum"):
        return ", ".join(f"`{value}`" for value in values)
    if field.get("type") == "array":
        return f"list of {_type(field['items'], schema)}"
    return str(field.get("format") or field.get("type") or f"`{field.get('const')}`")
