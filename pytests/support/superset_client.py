"""Someone who has logged in to a fresh Superset with the starter dashboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from run_superset import LOGIN, import_starter, make_app, zip_starter

PASSWORD = "of the tests"


def make_client(home: Path, published: Path) -> Any:
    """Make a Superset, import the starter dashboard, and log in.

    Args:
        home: an empty folder for its database.
        published: the file that it reads.

    Returns:
        Flask's test client; its `application` is the Superset.
    """
    app = make_app(home, PASSWORD)
    import_starter(app, zip_starter(published))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login/", data={"username": LOGIN, "password": PASSWORD})
    return client
