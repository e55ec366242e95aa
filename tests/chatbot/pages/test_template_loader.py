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


def test_removes_indentation_and_lines_with_only_tags() -> None:
    drawn = Template(compact(SOURCE)).render(Context({"lines": ["one", "two"]}))

    assert drawn == "<ul>\n<li>one</li>\n<li>two</li>\n<li>last</li>\n</ul>\n"


def test_keeps_the_white_space_of_what_people_have_written() -> None:
    drawn = Template(compact(SOURCE)).render(Context({"lines": ["one\n    two"]}))

    assert "<li>one\n    two</li>" in drawn


def test_loads_the_templates_of_the_project() -> None:
    assert "\n  " not in get_template("chat/_run.html").template.source  # type: ignore[attr-defined]
