"""The verbs of `Catalogue`, parted by the question they answer, as the command line is."""

from catalogue.verbs.claims import Claims
from catalogue.verbs.corrected import Corrected
from catalogue.verbs.could import Could
from catalogue.verbs.find import Find
from catalogue.verbs.followed import Followed
from catalogue.verbs.have import Have
from catalogue.verbs.investigated import Investigated
from catalogue.verbs.judged import Judged
from catalogue.verbs.kept import Kept
from catalogue.verbs.out import Out
from catalogue.verbs.pictures import Pictures
from catalogue.verbs.pinned import Pinned
from catalogue.verbs.saw import Saw
from catalogue.verbs.weighed import Weighed

__all__ = [
    "Claims",
    "Corrected",
    "Could",
    "Find",
    "Followed",
    "Have",
    "Investigated",
    "Judged",
    "Kept",
    "Out",
    "Pictures",
    "Pinned",
    "Saw",
    "Weighed",
]
