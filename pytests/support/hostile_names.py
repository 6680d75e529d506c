"""Names that a spreadsheet could take for something else."""

from __future__ import annotations

LONG = "x" * 40_000
PRODUCT = '=HYPERLINK("https://example.com","Analytics")'
SEGMENT = "@SUM(1+1)"
CUSTOMERS = [
    "=1+1",
    "@x",
    "+x",
    "-x",
    "{=x}",
    "'x",
    "https://example.com/a?b=1&c",
    "file:///etc/passwd",
    '<b>Ö\'Neil & "Sons"</b> \u202eabc\u2028\x07_x0041_',
    LONG,
    "=" * 300,
    "0123",
    "#REF!",
    "TRUE",
]
