"""Who says so: verbs of reporting, outlets, kinds of documents and sensors."""

from __future__ import annotations

import re

VERBS = (
    r"(?:said|says|saying|told|tells|reported|reports|announced|announces|stated|states|claimed|claims|confirmed|"
    r"confirms|added|adds|warned|warns|noted|notes|wrote|writes|acknowledged|disclosed|revealed|reveals|alleged|"
    r"alleges|insisted|insists|argued|estimated|estimates|assessed|assesses|testified|tweeted|posted|explained|"
    r"declared|declares|denied|denies)"
)
SHOWING = r"(?:indicates?|indicated|shows?|showed|suggests?|suggested|reveals?|revealed|confirms?|confirmed)"
NOUNS = (
    r"(?:revelation|claim|claims|report|reports|statement|announcement|allegation|allegations|assertion|news|"
    r"confirmation|assessment|belief|suspicion|accusation|accusations|rumou?rs?)"
)
OUTLET = re.compile(
    r"(?:the\s+)?(?:Associated\s+Press|AP|Reuters|AFP|Agence\s+France-Presse|New\s+York\s+Times|Washington\s+Post|"
    r"Wall\s+Street\s+Journal|Financial\s+Times|Guardian|BBC|CNN|NBC(?:\s+News)?|CBS(?:\s+News)?|ABC(?:\s+News)?|Fox\s+News|"
    r"Al\s+Jazeera|Bloomberg|Politico|Axios|Economist|TASS|RIA(?:\s+Novosti)?|Interfax|IRNA|Fars|Xinhua|Kyodo|Anadolu|"
    r"Ukrinform|Meduza|Der\s+Spiegel|Le\s+Monde|DPA|NPR|Sky\s+News|"
    r"(?:[A-Z][\w’'-]+\s+){1,3}(?:Times|Post|Journal|News|Press|Herald|Tribune|Gazette|Agency|Observer|Chronicle|Today))\b"
)
OUTLET_AGAIN = re.compile(
    r"the\s+(?:Times|Post|Journal|Herald|Tribune|Gazette|Observer|Chronicle|news\s+outlet|outlet|newspaper|paper|news\s+agency|agency|broadcaster|network|magazine)\b",
)
DOCUMENT = re.compile(
    r"(?:(?:U\.?S\.?|American|British|Ukrainian|Israeli|military|declassified|leaked|new)\s+)*"
    r"(?:intelligence\s+(?:assessments?|reports?|information)|assessments?|documents?|reports?|memos?|statements?|"
    r"information|intelligence|analysis|data|records|footage|videos?|photographs?|photos?)\b",
    re.IGNORECASE,
)
SENSOR = re.compile(
    r"(?:(?:new|recent|commercial|the|high-resolution)\s+)*(?:satellite|aerial|drone|radar)\s+"
    r"(?:imagery|images?|photographs?|photos?|pictures?|data|footage)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"(?:he|she|they)", re.IGNORECASE)
TITLED = re.compile(
    r"(?:Advis[eo]r|Secretary|President|Minister|Spokes(?:man|woman|person)|spokes(?:man|woman|person)|General|Gen\.|"
    r"Colonel|Col\.|Admiral|Major|Captain|Governor|Gov\.|Mayor|Senator|Sen\.|Director|Chief|Commander|Ambassador|"
    r"Chancellor|Chairman|Dr\.|Mr\.|Ms\.|Mrs\.|Prof\.|analyst|researcher)\s+"
    r"(?P<name>[A-Z][a-zà-ÿ’'-]+(?:\s+[A-Z]\.)?(?:\s+(?:al|bin|de|van|von|el)-?)?\s+[A-Z][\wà-ÿ’'-]+)"
)
SOMEONE = (
    r"(?:officials?|analysts?|spokes(?:man|woman|person|people)|authorities|police|residents?|witnesses|experts?|"
    r"researchers?|investigators?|sources?|diplomats?|commanders?|officers?|aides?|ministry|military|army|navy|"
    r"government|president|minister|governor|mayor|secretary|adviser|advisor|agency|office|service|command|"
    r"administration|groups?|organi[sz]ation|observers?|soldiers?|villagers?|locals|rescuers|workers|media)"
)
