"""What the words of a source mean."""

from __future__ import annotations

NOTHING = frozenset(
    (
        *("null", "(null)", "[null]", "<null>", "none", "n/a", "#n/a", "nan", "nat", "<na>", "\\n"),
        *("-", "$-", "$ -", "€-", "€ -", "-€", "- €", "£-", "£ -"),
    )
)

STATUS_MEANINGS = {
    **dict.fromkeys(("active", "ongoing", "renewed", "customer", "closed won"), "active"),
    **dict.fromkeys(("past_due", "non_renewing"), "active"),
    **dict.fromkeys(("churned", "lost", "canceled", "cancelled", "paused"), "churned"),
    **dict.fromkeys(("expired", "ended", "unpaid", "suspended"), "churned"),
    **dict.fromkeys(("pending", "prospect", "coming", "draft", "future"), "pending"),
    **dict.fromkeys(("trialing", "in_trial", "trial"), "trial"),
    **dict.fromkeys(("closed lost", "deleted"), "not_a_licence"),
}
RENEWAL_MEANINGS = {
    **dict.fromkeys(("lost", "churned", "canceled", "not renewed", "will not renew"), "lost"),
    **{word: word for word in ("ongoing", "renewed", "pending", "at risk")},
}
PRODUCT_TYPE_MEANINGS = {
    **dict.fromkeys(("subscription", "recurring"), "active"),
    **dict.fromkeys(("fee", "one-time", "non-recurring"), "fee"),
    "trial": "trial",
}
FLAGS = {
    **dict.fromkeys(("true", "t", "yes", "y", "1", "1.0", "wahr", "x"), True),
    **dict.fromkeys(("false", "f", "no", "n", "0", "0.0", "falsch"), False),
}
