"""Names that a page or a spreadsheet could take for something else."""

from __future__ import annotations

PAGE_PRODUCT = "</script><img src=x onerror=hacked()>"
PAGE_CUSTOMER = '<b onclick=hacked()>O\'Neil & "Sons"\u2028{{ 7 * 7 }}</b>'
PAGE_SEGMENT = "javascript:hacked()//\"'&window=1#<i>"

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
