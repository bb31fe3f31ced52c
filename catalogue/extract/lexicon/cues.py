"""Words that decide whether a claim is asserted, planned, possible, denied ..."""

from __future__ import annotations

import re

from catalogue.model.observation import Status

# In order of precedence: what comes first wins where several are met.
CUES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("no_evidence", re.compile(
        r"\b(?:(?:not|n['’]t|never)\s+(?:yet\s+)?(?:seen|found|have|seeing|any)\s+(?:any\s+)?(?:evidence|signs?|indications?|proof)|"
        r"no\s+(?:evidence|signs?|indications?|proof|trace)\b)", re.IGNORECASE)),
    ("unknown", re.compile(
        r"\b(?:unclear|not\s+(?:yet\s+)?(?:clear|known|immediately\s+clear)|unknown|uncertain|whether|"
        r"could\s+not\s+(?:be\s+)?(?:independently\s+)?(?:verif\w+|confirm\w*))\b", re.IGNORECASE)),
    ("negated", re.compile(
        r"\b(?:not|n['’]t|never|no\s+longer|denie[sd]|denying|failed\s+to|refus\w+|declined\s+to|without|neither|nobody|"
        r"no\s+one|nothing|none|unable\s+to|rejected|ruled\s+out)\b|\bno\b(?!\.|\s+(?:doubt|fewer|less))|n['’]t\b", re.IGNORECASE)),
    ("planned", re.compile(
        r"\b(?:will|shall|won['’]t|plans?|planned|planning|scheduled|prepar(?:e|es|ed|ing)\s+to|preparing|seek(?:s|ing)?\s+to|"
        r"sought\s+to|intend(?:s|ed|ing)?|expect(?:s|ed)?\s+to|expected|set\s+to|due\s+(?:to\s+(?:be|begin|start|arrive|open|land|visit|take)|in|on|for|next)|aim(?:s|ed|ing)?\s+to|"
        r"about\s+to|going\s+to|upcoming|to\s+be\s+\w+ed|is\s+to|are\s+to|hop(?:es|ed|ing)\s+to|want(?:s|ed)?\s+to|"
        r"agreed\s+to|vow(?:s|ed)?\s+to|threaten\w*\s+to|promis\w+\s+to|would|next\s+(?:week|month|year))\b|['’]ll\b", re.IGNORECASE)),
    ("possible", re.compile(
        r"\b(?:may|might|could|possibl[ey]|perhaps|likely|probabl[ey]|appear(?:s|ed)?\s+to|apparently|seem(?:s|ed)?\s+to|seemingly|"
        r"believed|suspected|suspects?|alleged(?:ly)?|reportedly|unconfirmed|rumou?red|presumably|thought\s+to|"
        r"(?:is|are|was|were)\s+(?:said|reported|rumou?red|thought|believed)\s+to|"
        r"suggest(?:s|ed|ing)?|if)\b", re.IGNORECASE)),
    ("capability", re.compile(
        r"\b(?:can|capable\s+of|able\s+to|ability\s+to|capacity\s+to)\b", re.IGNORECASE)),
)  # fmt: skip
# "May" the month, and the like: no cue where a number or a preposition stands beside it.
NO_CUE = re.compile(r"(?:\b(?:in|of|since|until|by|early|late|mid)\s+May\b|\bMay\s+\d|\d\s+May\b)")
