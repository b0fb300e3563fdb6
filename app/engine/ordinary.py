"""For ``names``: words with a capital that are no names by themselves, spellings of one name."""

from __future__ import annotations

_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays january february march april may june "
    "july august september october november december christmas easter ramadan "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli "
    "oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche "
)
_ENGLISH = (
    "i i'm i've i'll a an the and but or nor so yet if as at by for from in into of off on onto "
    "out over per than to up with within without about above across after against along among "
    "around before behind below beneath beside besides between beyond despite down during except "
    "inside instead like near outside past since through throughout till toward towards under "
    "until upon via he she it we they you his her its our their your my mine this that these those "
    "there here then when while where why how what which who whom whose whether because although "
    "though unless once only also even just not no none nobody nothing never always often "
    "sometimes soon later last next both either neither each every any some many most more much "
    "few fewer less all other another such same own one two three four five six seven eight nine "
    "ten first second third is are was were be been being do does did has have had can could will "
    "would shall should may might must yes well now today tomorrow yesterday tonight earlier "
    "meanwhile however moreover furthermore therefore thus hence otherwise nevertheless "
    "nonetheless still again according additionally finally recently currently previously "
    "originally overall indeed perhaps maybe please thank thanks dear let don't it's that's "
    "there's he's she's we're they're new old former late further several given internet god "
    "western eastern northern southern north south east west parliament government "
)
_OTHERS = {
    "de": "der die das den dem des ein eine einen einem einer kein keine er sie es wir ihr im am "
    "vom zum zur in bei mit nach auf für und oder aber nicht wenn als nur seine sein auch noch "
    "schon seit wegen trotz an so da hier dort heute gestern morgen ende anfang mitte man was wer "
    "wie wo über unter",
    "fr": "le la les un une des du de et ou mais si dans sur avec pour par ce cette ces il elle "
    "ils elles on nous vous je son sa ses leur leurs au aux à après avant selon pendant en c’est "
    "c'est",
    "es": "el los las la una un y o pero en con por para se su sus lo al del según tras de a no es",
    "it": "il lo gli i la le un uno una della del nel con per non che è in da di si al",
    "ru": "и в во на с со о об от до из у к по за не но а он она оно они мы вы это этот эта все "
    "как когда если после перед при для",
}
CALENDAR = frozenset((_CALENDAR + "i i'm i've i'll i'd god internet").split())
"""Words that are no part of a name wherever they stand."""

ORDINARY = {
    code: frozenset((_CALENDAR + _ENGLISH + others).split())
    for code, others in (("en", ""), ("other", ""), ("ar", ""), *_OTHERS.items())
}
"""By language, words that are no part of a name."""

TITLES = frozenset(
    "dr prof professor sir dame lord lady president minister secretary chancellor senator governor "
    "mayor general gen colonel col captain capt major maj lieutenant lt sergeant sgt admiral "
    "commander judge justice bishop archbishop cardinal pope father sister brother rabbi imam "
    "reverend rev king queen prince princess emperor sheikh ayatollah ambassador commissioner "
    "congressman congresswoman representative rep sen gov vice deputy prime chief director "
    "chairman chairwoman chair speaker coach baron councillor alderman provost sheriff inspector "
    "superintendent constable officer count duke duchess earl doktor bürgermeister bürgermeisterin "
    "präsident präsidentin kanzler kanzlerin minister ministerin président présidente ministre "
    "presidente ministro ministra".split()
)
"""What leads a name and is no name alone."""

HONORIFICS = frozenset(
    "mr mrs ms mx miss herr frau frl madame mme mlle monsieur m señor señora sr sra signor signora "
    "don doña г-н г-жа господин госпожа".split()
)
"""Titles that say nothing of a person; with them or without, a name is the same."""

DEMONYMS = frozenset(
    "american african european asian australian canadian british english scottish welsh irish "
    "french german italian spanish portuguese dutch belgian swiss austrian danish swedish "
    "norwegian finnish polish czech slovak hungarian romanian bulgarian greek turkish russian "
    "ukrainian georgian chinese japanese korean indian pakistani iranian iraqi israeli palestinian "
    "saudi egyptian arab arabic kurdish mexican brazilian cuban latin muslim christian jewish "
    "catholic protestant orthodox hindu buddhist islamic republican democratic americans africans "
    "europeans asians australians canadians russians ukrainians germans italians koreans indians "
    "pakistanis iranians iraqis israelis palestinians egyptians arabs kurds mexicans brazilians "
    "cubans muslims christians jews catholics republicans democrats".split()
)
"""Peoples, languages and creeds: capitalised, but no names of somebody."""

INITIALISMS = frozenset(
    "tv gdp ceo cfo coo pm mp mps ai it id phd dna hiv aids suv ufo faq pdf gmt bst cet cest utc "
    "est edt pst pdt am ok dj cd dvd usb pc vip hr pr ngo ngos atm gps url http https wifi ev evs "
    "ipo vat bc ad ppe covid sms ph lgbt lgbtq cpi pce sme smes q&a diy r&d".split()
)
"""Capitals that stand for common nouns."""

QUALIFIERS = frozenset(
    "north south east west new great little upper lower saint st san santa los las northern "
    "southern eastern western central old".split()
)
"""What tells one place from another of the same name."""

BODIES_FOR = frozenset(
    "center centre institute ministry office department agency fund association society committee "
    "council court campaign alliance party movement school college foundation federation".split()
)
"""Bodies whose name may go on with "for"."""

VARIANTS = {
    "kiev": "kyiv",
    "kharkov": "kharkiv",
    "lvov": "lviv",
    "odessa": "odesa",
    "chernobyl": "chornobyl",
    "dnieper": "dnipro",
    "nikolaev": "mykolaiv",
    "zaporozhye": "zaporizhzhia",
    "peking": "beijing",
    "canton": "guangzhou",
    "bombay": "mumbai",
    "calcutta": "kolkata",
    "madras": "chennai",
    "bangalore": "bengaluru",
    "rangoon": "yangon",
    "burma": "myanmar",
    "saigon": "ho chi minh city",
    "turkey": "türkiye",
    "swaziland": "eswatini",
    "czechia": "czech republic",
    "holland": "netherlands",
    "saint": "st",
    "mohammed": "muhammad",
    "mohamed": "muhammad",
    "gaddafi": "qaddafi",
    "kadhafi": "qaddafi",
    "zelenskiy": "zelensky",
    "zelenskyy": "zelensky",
    "hizbollah": "hezbollah",
    "hizbullah": "hezbollah",
    "koran": "quran",
    "usa": "us",
    "united states": "us",
    "united states of america": "us",
    "united kingdom": "uk",
    "united nations": "un",
    "european union": "eu",
}
"""Names in several spellings or short forms, folded, and one form for all of them."""
