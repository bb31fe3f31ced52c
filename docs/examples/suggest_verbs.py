#!/usr/bin/env python3
"""A suggester of one's own: every sentence with one of a few verbs is a claim.

Reads the request as JSON from standard input and writes the answer to standard output; needs
nothing but Python. A program like it may use any library in an environment of its own.
"""

import json
import re
import sys

VERBS = {
    "struck": "strike",
    "destroyed": "strike",
    "deployed": "deployment",
    "built": "construction",
}


def main() -> None:
    """Answer one request."""
    text = json.load(sys.stdin)["text"]
    found = []
    for sentence in re.finditer(r"[^.!?\n]+", text):
        words = sentence[0].strip()
        verb = next((v for v in VERBS if re.search(rf"\b{v}\b", words)), None)
        if verb is None:
            continue
        start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
        found.append(
            {
                "start": start,
                "end": start + len(words),
                "words": words,
                "event_class": VERBS[verb],
                "status": "asserted",
                "why": [f"the verb “{verb}”"],
            }
        )
    json.dump({"suggestions": found}, sys.stdout)


if __name__ == "__main__":
    main()
