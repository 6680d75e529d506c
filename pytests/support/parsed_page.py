"""Read a page as a browser without JavaScript shows it."""

from __future__ import annotations

from html.parser import HTMLParser

GAP = "\u00a0"


class Parsed(HTMLParser):
    """A page as a browser without JavaScript sees it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"style": [], "script": []}
        self.tables: dict[str, list[list[str]]] = {}
        self.text = ""
        self.open: list[str] = []
        self.caption = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in self.inside:
            self.inside[tag].append("")
        elif tag == "caption":
            self.caption = ""
        elif tag == "tr":
            self.tables.setdefault(self.caption, []).append([])
        elif tag in ("td", "th"):
            self.tables[self.caption][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag = self.open[-1] if self.open else ""
        if tag in self.inside:
            self.inside[tag][-1] += data
            return
        plain = data.replace(GAP, " ")
        self.text += plain
        if tag == "caption":
            self.caption += plain
        elif tag in ("td", "th"):
            self.tables[self.caption][-1][-1] += plain
