"""The list of what was found about raw licences."""

from __future__ import annotations

from oracle.rows import Row


class Issues:
    """Collects licence, issue, and what was done about it."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self.rows: list[Row] = []

    def reject(self, license_id: str | None, issue: str) -> None:
        """Record that a raw row is left out, and why."""
        self._add(license_id, issue, "rejected")

    def repair(self, license_id: str | None, issue: str) -> None:
        """Record that a raw row was put right."""
        self._add(license_id, issue, "repaired")

    def keep(self, license_id: str | None, issue: str) -> None:
        """Record something suspicious about an accepted licence."""
        self._add(license_id, issue, "kept")

    def _add(self, license_id: str | None, issue: str, action: str) -> None:
        self.rows.append({"license_id": license_id, "issue": issue, "action": action})
