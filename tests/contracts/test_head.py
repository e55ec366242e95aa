"""HEAD (RFC 9110, section 9.3.2), over a connection that is kept for the next request."""

from __future__ import annotations

import http.client
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contracts.site import Site


@pytest.mark.both_servers
def test_the_answer_to_head_has_no_body_however_long_that_is(site: Site) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", site.server.port, timeout=30)) as connection:
        connection.request("HEAD", "/api/schema/")
        head = connection.getresponse()
        head.read()
        connection.request("GET", "/healthz")
        following = connection.getresponse()
        assert (following.status, following.read()) == (200, b"ok")

    assert head.status == 200
    assert int(head.headers["Content-Length"]) > 100_000
