"""What something is used for, in the words of the desk: what is in use is not taken out."""

from __future__ import annotations

from factbook.wording import ngettext


def say_uses(
    *, judgement: int = 0, decision: int = 0, quote: int = 0, sentence: int = 0, copy: int = 0
) -> list[str]:
    """Say what uses something, like ``2 judgements``; nothing of what does not."""
    told = [
        judgement and ngettext("{number} judgement", "{number} judgements", judgement),
        decision and ngettext("{number} decision", "{number} decisions", decision),
        quote and ngettext("{number} quote", "{number} quotes", quote),
        sentence and ngettext("{number} sentence", "{number} sentences", sentence),
        copy and ngettext("{number} copy", "{number} copies", copy),
    ]
    return [one for one in told if one]
