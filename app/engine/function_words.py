"""Words that hold a sentence together and say little by themselves, in a few languages.

A phrase begins with them rather than ends with them, and by themselves they tell no move.
"""

from __future__ import annotations

_ENGLISH = """
    a an the this that these those all any some each no not nor
    of to in on at by for from with without within into onto upon over under about between
    through during against among across along around near off out up down
    as and or but so than if when while because since after before until though although
    which who whom whose where why how what whether there then also
    is are was were be been being am has have had do does did
    will would shall should may might can could must
    i you he she it we they me him her us them my your his its our their
"""
_GERMAN = """
    der die das den dem des ein eine einen einem einer eines kein keine
    von zu zum zur im am beim auf aus bei mit nach für über unter um durch gegen ohne vor seit bis
    und oder aber denn weil dass ob wenn als wie wo was wer auch nicht noch nur
    ist sind war waren wird werden wurde wurden hat haben hatte hatten kann können
    ich du er sie es wir ihr sich sein seine ihre
"""
_FRENCH = """
    le la les un une des du au aux ce cet cette ces
    de en dans pour par avec sans sur sous vers chez entre
    et ou mais donc que qui dont où si ne pas plus
    est sont était a ont avait il elle ils elles on se sa son ses leur leurs
"""
_SPANISH = """
    el los las una unos unas lo al del con sin sobre por para entre hasta desde
    y o pero porque cuando como donde quien cuyo no ni
    es son fue era ha han había su sus se
"""

FUNCTION_WORDS = frozenset("".join((_ENGLISH, _GERMAN, _FRENCH, _SPANISH)).split())
"""In lower case."""
