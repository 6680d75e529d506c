"""Texts of the source, made fit for a cell: legible, short enough, and never a formula."""

from __future__ import annotations

import re

# A cell holds 32,767 characters; nobody reads more than this of a name.
MOST_CHARACTERS = 2_000
# What a spreadsheet would take for a formula if the cell were typed anew.
SIGNS_OF_FORMULAS = ("=", "+", "-", "@", "{", "'", "\t")

# Of the first block each has a picture of its own. Line ends and tabs are among them: a row is one
# line. The others can hide a text or turn its direction round.
CONTROLS = re.compile("[\x00-\x1f]")
HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def legible(text: str) -> str:
    """Show what cannot be seen, and cut what is too long."""
    if len(text) > MOST_CHARACTERS:
        text = f"{text[:MOST_CHARACTERS]} ... (cut: {len(text):,} characters)"
    text = CONTROLS.sub(lambda found: chr(0x2400 + ord(found[0])), text)
    return HIDDEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def looks_like_formula(text: str) -> bool:
    """Tell whether typing a text would make a formula of it, or drop its first sign."""
    return text.startswith(SIGNS_OF_FORMULAS)
