from __future__ import annotations

import re

from django.utils.safestring import SafeString

from chatbot.domain.code_colours import CODE_LENGTH
from chatbot.domain.markdown import MARKDOWN_LENGTH, render_markdown
from tests.markup import parse
from tests.subtests import as_subtests

TAGS = set("p a code pre figure figcaption table thead tbody tr th td br".split())


@as_subtests(
    ("text", "html"),
    [
        ("**bold** and *soft*", "<p><strong>bold</strong> and <em>soft</em></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("~~done~~", "<p><s>done</s></p>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        (
            "```py\nx < 1\n```",
            '<figure><figcaption>py</figcaption><pre tabindex="0"><code class="language-py">x &lt; <span ',
        ),
        ("```\nx\n```", '<figure><pre tabindex="0"><code>x\n</code></pre></figure>\n'),
        ("    x", '<pre tabindex="0"><code>x\n</code></pre>\n'),
        ("# One\n## Two\n##### Five", "<h3>One</h3>\n<h4>Two</h4>\n<h6>Five</h6>\n"),
        ("|a|b|\n|-|-|\n|1|2|", None),
        ("|a|\n|-:|\n|1|", '<table tabindex="0">\n<thead>\n<tr>\n<th class="align-end">a</th>'),
        ("|a|\n|:-:|\n|1|", '<table tabindex="0">\n<thead>\n<tr>\n<th class="align-center">a</th>'),
        ("|a|\n|:-|\n|1|", '<table tabindex="0">\n<thead>\n<tr>\n<th>a</th>'),
        ("![A cat](https://example.com/cat.png)", '<p><a href="https://example.com/cat.png" rel="'),
        (
            "![](https://example.com/cat.png)",
            '<p><a href="https://example.com/cat.png" rel="noopener noreferrer nofollow">image</a>',
        ),
        ("https://example.com", '<p><a href="https://example.com" rel="noopener noreferrer nofollow">'),
        ("[mail](mailto:a@example.com)", '<p><a href="mailto:a@example.com"'),
    ],
)
def test_markdown_becomes_html(text: str, html: str | None) -> None:
    rendered = render_markdown(text)
    assert rendered.startswith(html) if html else "<table" in rendered


@as_subtests(
    ("language", "code", "words"),
    [
        ("python", "def add(): # <b>", {"keyword": "def", "name": "add", "comment": "# <b>"}),
        ("JS", "const a = 'b' + 1.5", {"keyword": "const", "string": "'b'", "number": "1.5"}),
        ("html", '<a href="x">', {"name": "a", "string": '"x"'}),
        ("diff", "-old\n+new", {"deleted": "-old", "inserted": "+new"}),
        ("", "def add(): pass", {}),
        ("no-such-language", "def add(): pass", {}),
        ("python", "x = 1\n" * (CODE_LENGTH // 6 + 1), {}),
    ],
)
def test_the_words_of_code_are_marked_by_their_kind(language: str, code: str, words: dict[str, str]) -> None:
    block = parse(render_markdown(f"```{language}\n{code}\n```")).one("pre code")

    assert block.raw_text.strip() == code.strip()
    found = {span["class"].removeprefix("code-"): span.text for span in reversed(block.all("span"))}
    assert found == words


@as_subtests(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src='//evil.example'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<style>body{}</style>",
        "<form action=//evil.example><input></form>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "![x](javascript:alert(1))",
        '[x](https://example.com "onmouseover=alert(1)")',
        '```" onload=alert(1) x="\nx\n```',
        "| <script>alert(1)</script> |\n|-|\n| x |",
        "<!--><script>alert(1)</script>-->",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    ],
)
def test_scripts_and_images_of_the_author_are_removed(text: str) -> None:
    html = render_markdown(text)
    tags = re.findall(r"<(/?[a-z0-9]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", html)
    for tag, attributes in tags:
        assert tag.strip("/") in TAGS
        names = re.findall(r"([a-z-]+)=\"", attributes)
        assert set(names) <= {"href", "title", "class", "rel", "tabindex"}
        for address in re.findall(r"href=\"([^\"]*)\"", attributes):
            assert address.startswith(("https://", "http://", "//", "mailto:"))


def test_a_long_text_is_rendered_in_time() -> None:
    for text in ("[" * 10_000, "*" * 10_000, "> " * 5_000, "`" * 10_000, "a@" * 5_000, "<" * 10_000):
        assert render_markdown(text)


def test_text_past_the_limit_is_shown_as_plain_text() -> None:
    text = "a **b** <i>&\nnext\n\nlast " + "x" * MARKDOWN_LENGTH
    html = render_markdown(text)
    assert html.startswith("<p>a **b** &lt;i&gt;&amp;<br>next</p>")
    assert isinstance(html, SafeString)
