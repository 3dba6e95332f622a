"""What the classes of the page mean to the typesetter: one role for each node, and the tone it is drawn in.

A template that looked through lists of classes at every word would spend most of its time on it.
"""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]

_INLINE = (
    "note", "cite", "sentence", "shape", "stance", "whole", "kicker", "number", "holds", "by", "back",
)  # fmt: skip
_PARAGRAPHS = (
    "masthead", "dateline", "proof", "lead-in", "legend", "none", "summary", "figcaption", "hash", "by",
    "banner-head", "point", "reference", "fault",
)  # fmt: skip
_GROUPS = ("banner", "claim", "rating", "would-be", "differs", "ends", "quote")
_LISTS = ("sources", "chart", "follow-ups", "copy")
_TERMS = ("audit", "steps")
_TABLES = ("stances", "resting")

ROLES: dict[str, tuple[str, ...]] = {
    "p": _PARAGRAPHS,
    "h": ("rated",),
    "g": _GROUPS,
    "list": _LISTS,
    "terms": _TERMS,
    "table": _TABLES,
}
"""By the kind of a node, the classes that are told apart; the first one found is the role."""

TONES = {
    "fault": "no",
    "caution": "mix",
    "supported": "yes",
    "supports": "yes",
    "refuted": "no",
    "refutes": "no",
    "conflicting": "mix",
    "mixed": "mix",
}
"""The colours of the template for classes that have one."""

_VARIANTS = ("broken", "suggested", "doubtful", "open", "rated", "caution", "fault")


def with_role(node: Node) -> Node:
    """Give a node with its role ``r``, its tone ``tone`` and how it differs ``v`` in place of its classes."""
    classes = node.get("c")
    if not classes:
        return node
    known = ROLES.get(node.get("k", "list"), _INLINE)
    role = next((name for name in known if name in classes), None)
    tone = next((TONES[name] for name in classes if name in TONES), None)
    variants = [name for name in _VARIANTS if name in classes and name != role]
    told = {key: value for key, value in node.items() if key != "c"}
    if role:
        told["r"] = role
    if tone:
        told["tone"] = tone
    if variants and (role or told.get("k") == "mark"):
        told["v"] = variants
    return told
