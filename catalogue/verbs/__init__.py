"""The verbs of `Catalogue`, parted by the question they answer, as the command line is."""

from catalogue.verbs.claims import Claims
from catalogue.verbs.could import Could
from catalogue.verbs.have import Have
from catalogue.verbs.kept import Kept
from catalogue.verbs.out import Out
from catalogue.verbs.saw import Saw

__all__ = ["Claims", "Could", "Have", "Kept", "Out", "Saw"]
