"""Run a command with a PostgreSQL server at hand, and hand on its exit code.

    python scripts/with_postgres.py pytest pytests/engines

If PGHOST is set, that server is used (with PGPORT, PGUSER, PGDATABASE and, for its password,
DBT_ENV_SECRET_POSTGRES_PASSWORD); the user must be allowed to create databases and roles. Otherwise
a throw-away server is started in a temporary folder and removed afterwards. It orders text as
people do, not by codes, so that whatever depends on that shows.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/pgsql*", "/opt/homebrew/opt/postgresql*", "/usr/local/pgsql")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    # Nothing in it outlives the tests.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
}


def main(command: list[str]) -> int:
    """Run the command with PGHOST and so on set."""
    if os.environ.get("PGHOST"):
        return subprocess.run(command, check=False).returncode
    with throw_away_server() as variables:
        return subprocess.run(command, check=False, env={**os.environ, **variables}).returncode


@contextmanager
def throw_away_server() -> Iterator[dict[str, str]]:
    """Start a server of its own, and give the environment variables that lead to it."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    port = str(free_port())
    as_user: list[str] = []
    if os.getuid() == 0:  # The server does not run as root.
        user = pwd.getpwnam("postgres" if has_user("postgres") else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    data = folder / "data"
    control = [*as_user, str(binaries / "pg_ctl"), "--pgdata", str(data), "--silent", "--wait"]
    settings = {**SETTINGS, "port": port, "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    try:
        run(
            [
                *(*as_user, str(binaries / "initdb"), "--pgdata", str(data)),
                *("--username", "postgres", "--auth", "trust", "--no-sync", "--encoding", "UTF8"),
                *("--locale", "C", "--locale-provider", "icu", "--icu-locale", "en-US"),
            ],
            folder,
        )
        run([*control, "--log", str(folder / "log"), "--options", options, "start"], folder)
        yield {
            "PGHOST": "127.0.0.1",
            "PGPORT": port,
            "PGUSER": "postgres",
            "PGDATABASE": "postgres",
        }
    finally:
        if (data / "postmaster.pid").exists():
            run([*control, "--mode", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries() -> Path:
    """Find the folder that holds initdb; the newest where there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [
        file.parent
        for place in PLACES
        for root in Path("/").glob(place.lstrip("/"))
        for file in [*root.glob("bin/initdb"), *root.glob("*/bin/initdb")]
    ]
    if not found:
        sys.exit("There is no PostgreSQL here. Install it (apt install postgresql), or set PGHOST.")
    return max(found, key=lambda folder: [int(n) for n in str(folder).split("/") if n.isdigit()])


def has_user(name: str) -> bool:
    """Tell whether the system has a user of that name."""
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def run(command: list[str], folder: Path) -> None:
    """Run a command in a folder that its user may enter; show what it said if it fails."""
    with tempfile.TemporaryFile("w+") as output:
        outcome = subprocess.run(
            command, check=False, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
        if outcome.returncode:
            output.seek(0)
            log = folder / "log"
            said = output.read() + (log.read_text(encoding="utf-8") if log.exists() else "")
            sys.exit(f"{' '.join(command)} failed:\n{said}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
