"""Things that reports name, their classes and typical sizes.

Sizes are the whole thing's, metres: wingspan x length for aircraft (published by makers or in
the trade press; rounded), None where types differ too much.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """A named or a generic thing."""

    pattern: str
    name: str
    cls: str | None
    length_m: float | None = None
    width_m: float | None = None


# Named types. Shahed-129 and Shahed-191: as the project's worked examples have them.
TYPES = (
    Thing(r"Shahed[\s-]?129", "Shahed-129", "uav-male", 16.0, 8.0),
    Thing(r"Shahed[\s-]?191", "Shahed-191", "uav", 7.3, 2.7),
    Thing(r"Shahed[\s-]?136|Geran-2", "Shahed-136", "uav", 3.5, 2.5),
    Thing(r"Mohajer-?6", "Mohajer-6", "uav", 10.0, 7.5),
    Thing(r"Bayraktar(?:\s+TB-?2)?|TB-?2", "Bayraktar TB2", "uav-male", 12.0, 6.5),
    Thing(r"MQ-?9(?:\s+Reaper)?", "MQ-9", "uav-male", 20.0, 11.0),
    Thing(r"(?:RQ|MQ)-?4", "RQ-4", "uav", 35.0, 14.5),
    Thing(r"Su-?(?:24|25|27|30|34|35|57)\w?", "Sukhoi combat aircraft", "fixed-wing", 21.0, 14.5),
    Thing(r"MiG-?(?:29|31)\w?", "MiG combat aircraft", "fixed-wing", 20.0, 12.5),
    Thing(r"F-?(?:15|16|18|22|35)\w?", "combat aircraft", "fixed-wing", 16.0, 11.0),
    Thing(r"Tu-?(?:22M?3?|95|160)\w*", "Tupolev bomber", "fixed-wing", 45.0, 40.0),
    Thing(r"Il-?76\w*", "Il-76", "fixed-wing", 50.0, 46.0),
    Thing(r"C-?130\w*", "C-130", "fixed-wing", 40.0, 30.0),
    Thing(r"C-?17\w*", "C-17", "fixed-wing", 52.0, 53.0),
    Thing(r"Mi-?(?:8|17|24|28|35)\w*", "Mil helicopter", "helicopter", 21.0, 18.0),
    Thing(r"Ka-?(?:52|27|29)\w*", "Kamov helicopter", "helicopter", 15.0, 14.0),
    Thing(r"S-?(?:300|400|500)", "S-300/S-400 system", "vehicle", 12.0, 3.0),
    Thing(r"HIMARS", "HIMARS", "vehicle", 7.0, 2.4),
    Thing(r"Iskander(?:-M)?", "Iskander launcher", "vehicle", 13.0, 3.0),
    Thing(r"T-?(?:54|55|62|64|72|80|90)\w*", "main battle tank", "vehicle", 7.0, 3.6),
)

GENERIC = (
    Thing(r"(?:(?:unmanned|uncrewed)\s+(?:aerial|air|aircraft)\s+(?:vehicles?|systems?)|UAVs?|UASs?|drones?|remotely\s+piloted\s+aircraft)",
          "unmanned aircraft", "uav"),
    Thing(r"(?:fighter|combat|war|military|transport|cargo|passenger|surveillance)\s*(?:jets?|planes?|aircraft)|warplanes?|"
          r"jets?|bombers?|aircraft|airplanes?|aeroplanes?|planes?", "aircraft", "fixed-wing"),
    Thing(r"helicopters?|gunships?", "helicopter", "helicopter", 18.0, 15.0),
    Thing(r"(?:multiple[\s-]+rocket|rocket|missile)[\s-]+launch(?:ers?|ing\s+systems?)|launchers?", "launcher", "vehicle", 8.0, 2.5),
    Thing(r"(?:air[\s-]+def[ea]n[sc]e)\s+(?:sites?|systems?|batter(?:y|ies))|SAM\s+sites?", "air-defence site", None, 120.0, 120.0),
    Thing(r"tanks?(?=\s+(?:were|was|are|is|and|in|at|near|on|of|moving|parked)|[,.;]|\s*$)|(?:battle|Russian|Ukrainian|enemy)\s+tanks?",
          "tank", "vehicle", 7.0, 3.6),
    Thing(r"armou?red\s+(?:vehicles?|personnel\s+carriers?)|APCs?|IFVs?|trucks?|vehicles?|convoys?|lorr(?:y|ies)|buses|cars?", "vehicle", "vehicle", 7.0, 2.5),
    Thing(r"howitzers?|artillery(?:\s+pieces?)?|guns?(?=\s+emplacement)|mortars?", "artillery", "vehicle", 8.0, 3.0),
    Thing(r"(?:cargo|container|bulk|war|naval|fishing|supply|tanker|chemical\s+tanker|product\s+tanker|LPG\s+tanker|oil\s+tanker)\s*"
          r"(?:ships?|vessels?|carriers?|boats?|tankers?)|warships?|frigates?|destroyers?|corvettes?|submarines?|tankers?|"
          r"ships?|vessels?|barges?|tugs?|trawlers?|ferr(?:y|ies)|yachts?|skiffs?", "ship", "ship"),
    Thing(r"command\s+posts?|headquarters", "command post", "building", 30.0, 15.0),
    Thing(r"(?:ammunition|ammo|fuel|weapons?|arms|oil)\s+(?:depots?|dumps?|stores?|storage)", "depot", "building", 60.0, 20.0),
    Thing(r"hangars?", "hangar", "hangar", 40.0, 30.0),
    Thing(r"runways?", "runway", "runway", 2500.0, 45.0),
    Thing(r"bridges?", "bridge", None, 100.0, 10.0),
    Thing(r"dams?(?=\W)", "dam", None, 200.0, 20.0),
    Thing(r"(?:apartment|residential|school|hospital)\s+(?:buildings?|blocks?)|buildings?|houses?|homes?|schools?|hospitals?|"
          r"churches|mosques?|factor(?:y|ies)|warehouses?|refiner(?:y|ies)|power\s+(?:plants?|stations?)", "building", "building", 15.0, 10.0),
    Thing(r"craters?", "crater", "crater", 8.0, 8.0),
    Thing(r"trenches|trench|fortifications?|bunkers?|checkpoints?", "earthworks", None),
    Thing(r"missiles?|rockets?|bombs?|mines?(?=\s+(?:were|laid))|munitions?", "munition", None),
    Thing(r"tents?|camps?", "camp", None),
)  # fmt: skip
