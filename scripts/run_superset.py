"""Start a Superset on this machine with the starter dashboard on the published marts.

    python scripts/run_superset.py [--from FILE] [--port 8088] [--zip-only]

Each start begins anew in target/superset: what was made in the last Superset is gone. Its login is
`admin`, with the password of SUPERSET_PASSWORD, or one that is made up and printed. It listens to
this machine alone. With --zip-only it starts nothing and needs no Superset: it writes the zip that
a Superset of your own imports, and FILE is the path that the marts have there.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import logging
import os
import secrets
import shutil
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

PROJECT_DIR = Path(__file__).resolve().parent.parent
STARTER = PROJECT_DIR / "examples" / "superset"
LOGIN = "admin"
DASHBOARD = "/superset/dashboard/retention-by-product/"


def main(arguments: list[str] | None = None) -> int:
    """Start Superset, until it is stopped.

    Args:
        arguments: of the command line; those of the process when not given.

    Returns:
        0 when all was done, 1 if there is no published file or no Superset.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--from",
        dest="source",
        default=os.environ.get(
            "PRODUCT_RETENTION_PUBLISHED_PATH", "product_retention_marts.duckdb"
        ),
        help="DuckDB file with the schema marts (default: the published one)",
    )
    parser.add_argument("--port", type=int, default=8088, help="port to listen on")
    parser.add_argument("--zip-only", action="store_true", help="write the zip and start nothing")
    options = parser.parse_args(arguments)
    source = Path(options.source).absolute()
    home = Path(os.environ.get("DBT_TARGET_PATH", "target"), "superset").absolute()
    bundle = home / "retention_by_product.zip"
    if options.zip_only:
        home.mkdir(parents=True, exist_ok=True)
        bundle.write_bytes(zip_starter(source))
        print(f"Wrote {bundle}; its database is {source}.")
        return 0
    if not source.exists():
        print(
            f"There is no {options.source}. Run `make build` first: it publishes the marts to it.",
            file=sys.stderr,
        )
        return 1
    if importlib.util.find_spec("superset") is None:
        print(
            "Superset needs Python 3.10 to 3.12; name one: make superset PYTHON=python3.12",
            file=sys.stderr,
        )
        return 1
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    bundle.write_bytes(zip_starter(source))
    print(f"Preparing Superset with {source}, up to a minute", flush=True)
    password = os.environ.get("SUPERSET_PASSWORD") or secrets.token_urlsafe(12)
    app = make_app(home, password)
    import_starter(app, bundle.read_bytes())
    print(
        f"Superset: http://127.0.0.1:{options.port}{DASHBOARD}\n"
        f"Login:    {LOGIN}\nPassword: {password}\nCtrl+C stops it.",
        flush=True,
    )
    serve(app, options.port)
    return 0


def zip_starter(source: Path) -> bytes:
    """Zip the starter dashboard as Superset imports it.

    Args:
        source: the DuckDB file that its database leads to.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(STARTER.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            if path.parent.name == "databases":
                database = yaml.safe_load(text)
                database["sqlalchemy_uri"] = f"duckdb:///{source.as_posix()}"
                text = yaml.safe_dump(database, sort_keys=False)
            bundle.writestr(f"retention_by_product/{path.relative_to(STARTER)}", text)
    return packed.getvalue()


def make_app(home: Path, password: str) -> Any:
    """Make a fresh Superset, with its own database, roles and one login.

    Args:
        home: an empty folder for its database.
        password: of the login `admin`.

    Returns:
        The Flask application.
    """
    os.environ["SUPERSET_HOME"] = str(home)
    os.environ["SUPERSET_CONFIG_PATH"] = str(STARTER / "superset_config.py")
    os.environ["SUPERSET_SECRET_KEY"] = secrets.token_urlsafe(42)
    with quiet():
        from superset.app import create_app

        app = create_app()
        with app.app_context():
            prepare(password)
    return app


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep back what Superset tells at length of its migrations and its own code; not errors."""
    logging.disable(logging.WARNING)
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)


def serve(app: Any, port: int) -> None:
    """Answer on this machine, until it is stopped.

    Args:
        app: what `make_app` gives.
        port: to listen on.
    """
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


def prepare(password: str) -> None:
    """Do what `superset db upgrade`, `superset fab create-admin` and `superset init` do."""
    from flask_migrate import upgrade
    from superset import appbuilder, security_manager

    upgrade()
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    admin = security_manager.find_role("Admin")
    security_manager.add_user(LOGIN, "Local", "Login", f"{LOGIN}@localhost", admin, password)


def import_starter(app: Any, bundle: bytes) -> None:
    """Import a zipped dashboard.

    Args:
        app: what `make_app` gives.
        bundle: what `zip_starter` gives.

    Raises:
        CommandException: of Superset, if a file of the zip is none that it reads.
    """
    with quiet(), app.app_context():
        from superset import security_manager
        from superset.commands.dashboard.importers.dispatcher import ImportDashboardsCommand
        from superset.commands.importers.v1.utils import get_contents_from_bundle
        from superset.utils.core import override_user

        with (
            override_user(security_manager.find_user(LOGIN)),
            zipfile.ZipFile(io.BytesIO(bundle)) as files,
        ):
            ImportDashboardsCommand(get_contents_from_bundle(files)).run()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
