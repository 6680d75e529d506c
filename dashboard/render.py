"""Make the page: one HTML file that holds its data, its style and its script, and calls nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import jinja2

from dashboard.view import View

FOLDER = Path(__file__).resolve().parent
# What could end a script or be read as markup; JSON may write it as an escape everywhere.
ESCAPES = {each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def make_page(data: dict[str, Any]) -> str:
    """Make the HTML of the page.

    Args:
        data: what `read.read_marts` gives.
    """
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    script = "".join(
        (FOLDER / name).read_text(encoding="utf-8") for name in ("charts.js", "page.js")
    )
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
    )
    view = View(data)
    return environment.get_template("page.html.j2").render(
        data=data,
        policy=policy(style, script),
        style=style,
        script=script,
        # What depends on no choice is there as it was made.
        json=as_json({name: part for name, part in data.items() if name != "today"}),
        headline=view.headline(),
        context=view.context(),
        cards=view.cards(),
        today=data["today"],
        panels=view.panels(),
    )


def policy(style: str, script: str) -> str:
    """Give the content security policy: the page's own style and script, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{digest(style)}'",
            f"script-src '{digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def digest(text: str) -> str:
    """Give the hash by which a policy allows a text."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def as_json(data: dict[str, Any]) -> str:
    """Write data for a script element, so that no text in it can end that element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate(str.maketrans(ESCAPES))
