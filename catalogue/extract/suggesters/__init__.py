"""Whoever suggests claims: the rules, a program of one's own, a language model one runs.

All speak one protocol (`protocol.py`): the text goes out, suggestions with their exact words come
back; what does not match the text word for word is dropped, and said.
"""

from catalogue.extract.suggesters.endpoint import ask_endpoint
from catalogue.extract.suggesters.program import ask_program
from catalogue.extract.suggesters.protocol import Answer, request_json

__all__ = ["Answer", "ask_endpoint", "ask_program", "request_json"]
