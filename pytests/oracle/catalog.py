"""Products, and which of them a licence names."""

from __future__ import annotations

from dataclasses import dataclass

from oracle.rows import RawRow
from oracle.values import read_lower, read_text
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


class Catalog:
    """Finds the product of a licence by id, name or alias."""

    def __init__(self, products: list[RawRow] | None, aliases: list[RawRow] | None) -> None:
        """Index the catalog.

        Args:
            products: rows of the raw products table, None when there is no such table.
            aliases: rows of the raw alias table, None when there is no such table.
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
            )
        self.aliases = [
            (read_lower(row.get("alias")), read_text(row.get("product_id")))
            for row in aliases or []
        ]

    def find(self, text: str | None) -> tuple[Product, str]:
        """Find the product that a licence names.

        Args:
            text: the trimmed product text of the licence, None when it has none.

        Returns:
            The product, and how it was found: `none`, `id`, `name`, `alias` or `unknown`.
        """
        if text is None:
            return Product(UNASSIGNED, UNASSIGNED, UNASSIGNED, False), "none"
        sought = text.lower()
        names = {product_id: each.product_name for product_id, each in self.products.items()}
        by_id = [product_id for product_id in names if product_id.lower() == sought]
        by_name = [product_id for product_id, name in names.items() if name.lower() == sought]
        by_alias = [each for alias, each in self.aliases if alias == sought and each in names]
        for kind, hits in (("id", by_id), ("name", by_name), ("alias", by_alias)):
            if hits:
                return self.products[min(hits)], kind
        return Product(text, text, text, False), "unknown"
