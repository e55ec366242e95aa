from __future__ import annotations

from django.template import Context, Template
from django.template.loader import get_template

from chatbot.pages.template_loader import compact

SOURCE = """\
<ul>
    {% for line in lines %}
    <li>{{ line }}</li>
    {% endfor %}
    <li>last</li>
</ul>
"""


def test_removes_white_space_around_blocks() -> None:
    drawn = Template(compact(SOURCE)).render(Context({"lines": ["one", "two"]}))

    assert drawn == "<ul><li>one</li><li>two</li><li>last</li></ul>"


def test_keeps_white_space_between_words() -> None:
    source = "<p>\n  <b>one</b>\n  <i>two</i>\n  three\n</p>\n"

    assert compact(source) == "<p><b>one</b>\n<i>two</i>\nthree\n</p>"


def test_keeps_the_white_space_of_what_people_have_written() -> None:
    drawn = Template(compact(SOURCE)).render(Context({"lines": ["one\n    two"]}))

    assert "<li>one\n    two</li>" in drawn


def test_loads_the_templates_of_the_project() -> None:
    assert "\n  " not in get_template("chat/_run.html").template.source  # type: ignore[attr-defined]
