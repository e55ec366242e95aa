"""Run the tests with their own database on PostgreSQL; the arguments are pytest's."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.services.postgres_server import PostgresServer


def main(arguments: list[str]) -> int:
    server = PostgresServer()
    try:
        server.start()
        env = {**os.environ, "DATABASE_URL": server.url()}
        # The test database is deleted with the server: a connection that is still open does no harm.
        pytest = [sys.executable, "-m", "pytest", "--reuse-db", *arguments]
        return subprocess.run(pytest, env=env, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        server.remove()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
