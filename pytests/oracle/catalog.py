"""Products, and which of them a licence names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oracle.raw_licences import RawLicence
from oracle.rows import RawRow
from oracle.values import given_date_format, read_date, read_lower, read_text, text_key
from oracle.words import PRODUCT_TYPE_MEANINGS

UNASSIGNED = "(unassigned)"


@dataclass(frozen=True)
class Product:
    """A product of the catalog, or one that only licences name."""

    product_id: str
    product_name: str
    product_family: str
    is_in_catalog: bool
    kind: str | None = "active"
    role: str | None = None
    tier_rank: int | None = None
    launched_on: date | None = None


class Catalog:
    """Finds the product of a licence by id, name or alias."""

    def __init__(
        self,
        products: list[RawRow] | None,
        aliases: list[RawRow] | None,
        licenses: list[RawLicence],
        date_format: str = "auto",
    ) -> None:
        """Index the catalog.

        Args:
            products: rows of the raw products table, None when there is no such table.
            aliases: rows of the raw alias table, None when there is no such table.
            licenses: all rows of licences: the one that starts first spells a product that the
                catalog lacks.
            date_format: how days are written; with `auto` those that have one reading are read.
        """
        self.is_present = products is not None
        self.products: dict[str, Product] = {}
        for row in products or []:
            product_id = read_text(row.get("product_id"))
            if product_id is None:
                continue
            name = read_text(row.get("name")) or product_id
            self.products[product_id] = Product(
                product_id=product_id,
                product_name=name,
                product_family=read_text(row.get("family")) or name,
                is_in_catalog=True,
                kind=PRODUCT_TYPE_MEANINGS.get(read_lower(row.get("type")) or "subscription"),
                role=read_lower(row.get("role")),
                tier_rank=int(rank) if (rank := read_text(row.get("tier_rank"))) else None,
                launched_on=read_date(row.get("launched_on"), given_date_format(date_format)).value,
            )
        self.aliases = [
            (read_text(row.get("alias")), read_text(row.get("product_id"))) for row in aliases or []
        ]
        spellings: dict[str, tuple[date, str]] = {}
        for row in licenses:
            if row.product is not None:
                seen = (row.from_date.value or date.max, row.product)
                key = text_key(row.product) or ""
                spellings[key] = min(spellings.get(key, seen), seen)
        self.spelling_of = {key: text for key, (_, text) in spellings.items()}

    def find(self, text: str | None) -> tuple[Product, str]:
        """Find the product that a licence names.

        Args:
            text: the trimmed product text of the licence, None when it has none.

        Returns:
            The product, and how it was found: `none`, `id`, `name`, `alias` or `unknown`.
        """
        if text is None:
            return Product(UNASSIGNED, UNASSIGNED, UNASSIGNED, False), "none"
        meanings = self.meanings(text)
        if meanings:
            product_id, kind = min(meanings)
            return self.products[product_id], kind
        text = self.spelling_of.get(text_key(text) or "", text)
        return Product(text, text, text, False), "unknown"

    def is_own_name(self, alias: str | None, product_id: str) -> bool:
        """Tell whether an alias is the id or name of the product that it leads to."""
        own_names = (product_id, self.products[product_id].product_name)
        return text_key(alias) in [text_key(each) for each in own_names]

    def meanings(self, text: str) -> set[tuple[str, str]]:
        """Give the products that a text means alike, each with how it was found.

        Args:
            text: the trimmed product text of a licence.
        """
        sought = text_key(text)
        ids = list(self.products)
        names = [(each.product_name, product_id) for product_id, each in self.products.items()]
        aliases = [
            (alias, product_id)
            for alias, product_id in self.aliases
            if product_id in ids and not self.is_own_name(alias, product_id)
        ]
        for kind, pairs in (
            ("alias", aliases),
            ("id", [(each, each) for each in ids]),
            ("name", names),
        ):
            hits = [(name, product_id) for name, product_id in pairs if text_key(name) == sought]
            exact = [hit for hit in hits if hit[0] == text]
            if hits:
                return {(product_id, kind) for _, product_id in exact or hits}
        return set()
