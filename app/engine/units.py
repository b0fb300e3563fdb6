"""Units of measure, currencies, and words such as "about" that go with a number.

All texts here are in lower case with plain spaces, hyphens and apostrophes (``figures.plain``).
"""

from __future__ import annotations

import re

_UNITS = {
    "%": "%|٪|percent|per cent|prozent|prozentig|pour cent|por ciento|per cento|процент|процента"
    "|процентов|بالمئة|في المئة|في المائة|퍼센트|パーセント",
    "points": "percentage point|percentage points|prozentpunkt|prozentpunkte|prozentpunkten"
    "|point de pourcentage|points de pourcentage|punto porcentual|puntos porcentuales"
    "|punto percentuale|punti percentuali",
    "basis points": "basis point|basis points|basispunkt|basispunkte|basispunkten",
    "£": "£|pound|pounds|quid|gbp",
    "p": "pence|p",
    "$": "$|dollar|dollars|us dollars|dólares|dollari|доллар|доллара|долларов|usd",
    "c": "cent|cents",
    "€": "€|euro|euros|евро|eur|يورو",
    "¥": "¥|yen|yuan|円|元",
    "₽": "₽|rouble|roubles|ruble|rubles|rubel|рубль|рубля|рублей",
    "crowns": "crown|crowns|kronor|kroner|kronen|couronnes",
    "francs": "franc|francs|franken",
    "s": "second|seconds|sekunde|sekunden|secondes|segundos|secondi|секунды|секунд",
    "min": "minute|minutes|min|minuten|minuto|minutos|minuti|минуты|минут|دقيقة|دقائق|分間",
    "h": "hour|hours|h|stunde|stunden|heure|heures|hora|horas|ora|ore|час|часа|часов|ساعة|ساعات"
    "|ساعتين|時間|小时|시간",
    "d": "day|days|tag|tage|tagen|jour|jours|día|días|giorno|giorni|день|дня|дней|يوم|أيام|يوما"
    "|يومين|日間|天",
    "w": "week|weeks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|недели|недель"
    "|أسبوع|أسابيع|أسبوعين|أسبوعان",
    "months": "month|months|monat|monate|monaten|mois|mes|meses|mese|mesi|месяц|месяца|месяцев|شهر"
    "|أشهر|شهور|شهرين|شهران",
    "years": "year|years|jahr|jahre|jahren|ans|année|années|año|años|anno|anni|год|года|лет|عام"
    "|أعوام|سنة|سنوات|سنتين|عامين",
    "miles": "mile|miles|meilen|milles|millas|мили|миль",
    "km": "km|kilometre|kilometres|kilometer|kilometers|kilometern|kilomètre|kilomètres|kilómetro"
    "|kilómetros|chilometro|chilometri|километр|километра|километров|كيلومتر|كيلومترا|公里|キロ",
    "m": "m|metre|metres|meter|meters|metern|mètre|mètres|metro|metros|metri|метр|метра|метров|متر"
    "|مترا|أمتار|米|メートル",
    "cm": "cm|centimetre|centimetres|centimeter|centimeters|zentimeter|zentimetern|centimètres"
    "|centímetros|centimetri|сантиметров",
    "mm": "mm|millimetre|millimetres|millimeter|millimeters|millimètres|milímetros",
    "ft": "ft|foot|feet",
    "in": "inch|inches",
    "ha": "ha|hectare|hectares|hektar|hectáreas|ettari|гектаров",
    "acres": "acre|acres",
    "kg": "kg|kilo|kilos|kilogram|kilograms|kilogramm|kilogrammes|килограммов",
    "g": "g|gram|grams|grammes|gramm|gramos|grammi",
    "t": "t|tonne|tonnes|ton|tons|tonnen|tonelada|toneladas|tonnellate|тонн|тонны|طن",
    "l": "l|litre|litres|liter|liters|litern|litro|litros|litri|литр|литра|литров",
    "barrels": "barrel|barrels",
    "mw": "mw|megawatt|megawatts",
    "gw": "gw|gigawatt|gigawatts",
    "°c": "°c|degrees celsius|grad celsius",
    "°f": "°f|degrees fahrenheit",
    "°": "°|degree|degrees|grad|degrés|grados|gradi|градусов|градуса",
    "mph": "mph|miles an hour|miles per hour",
    "km/h": "km/h|kph|kilometres an hour|kilometers an hour|kilometres per hour"
    "|kilometers per hour",
    "times": "times|mal|fois|veces|volte|раза|раз",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split("|")}
_UNSPACED = re.compile(
    "|".join(sorted((n for n in _UNIT_OF if n[0] > "\u3000"), key=len, reverse=True))
)
_FOLLOWING = re.compile(r"[- ]?((?:°[cf]?|[%٪£$€¥₽]|km/h|[^\W\d_]+)(?: [^\W\d_]+)?(?: [^\W\d_]+)?)")
_OF = re.compile(r" (?:d'|de |di )")
_MONEY = re.compile(
    r"(?:(?<![^\W_])(?:us|a|au|c|ca|nz|hk|s|r))?([$£€¥₽₹₩₪₺]) ?$|(?<![^\W_])(eur|usd|gbp|chf"
    r"|rs\.?) $"
)
_MINUS = re.compile(r"(?:(?<![^\s(])[-−–]|(?<![^\W_])(?:minus|moins|menos|meno|минус) )$")
_SCALED = {"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "trn": 1e12}
_SCALED_LETTERS = re.compile(r"(?:trn|mn|bn|tn|[kmb])(?![^\W\d_])")
_CJK_SCALES = {"万": 1e4, "萬": 1e4, "만": 1e4, "億": 1e8, "亿": 1e8, "억": 1e8}

_ABOUT = {
    "~": "about|approximately|around|roughly|some|circa|ca.|an estimated|rund|etwa|ungefähr|zirka"
    "|environ|quelque|à peu près|unos|unas|aproximadamente|alrededor de|около|примерно"
    "|приблизительно|نحو|حوالي|قرابة|大约|約|约|약",
    "<~": "nearly|almost|close to|just under|fast|knapp|beinahe|près de|presque|casi|cerca de"
    "|quasi|почти|ما يقرب من|近|거의",
    ">": "more than|over|just over|above|upwards of|mehr als|über|gut|plus de|más de|più di|oltre"
    "|более|больше|свыше|أكثر من|超过",
    "<": "less than|fewer than|under|below|weniger als|unter|moins de|menos de|meno di|менее"
    "|меньше|أقل من",
    "≥": "at least|no fewer than|not less than|mindestens|au moins|al menos|por lo menos|almeno"
    "|не менее|على الأقل|至少",
    "≤": "at most|up to|as many as|as much as|as high as|as long as|as far as"
    "|no more than|not more than|höchstens|bis zu|jusqu'à"
    "|au plus|hasta|como máximo|fino a|al massimo|не более|最多",
}
_SIGN_OF = {name: sign for sign, names in _ABOUT.items() for name in names.split("|")}
_ABOUT_BEFORE = re.compile(
    r"(?:(?<![^\W_])({})(?: an?)? +|({}) ?)$".format(
        *(
            "|".join(sorted(map(re.escape, names), key=len, reverse=True))
            for names in (
                [name for name in _SIGN_OF if name[0] < "\u3000"],
                [name for name in _SIGN_OF if name[0] > "\u3000"],
            )
        )
    )
)
_FAR = max(map(len, _SIGN_OF)) + 5
"""No word for "about" begins further before its number."""


def about_before(text: str, at: int) -> tuple[int, str]:
    """Where a word such as "about" right before a number begins, and its sign (~ < > ≤ ≥)."""
    found = _ABOUT_BEFORE.search(text, max(0, at - _FAR), at)
    if found is None:
        return at, ""
    name = found[1] or found[2]
    if name == "some" and not text[at].isdigit():
        return at, ""
    return found.start(), _SIGN_OF[name]


def minus_before(text: str, at: int) -> int:
    """Where the minus sign right before a number begins; ``at`` when there is none."""
    if text[at - 1 : at] not in _MINUS_ENDS:
        return at
    found = _MINUS.search(text, max(0, at - 7), at)
    return found.start() if found else at


def money_before(text: str, at: int) -> tuple[int, str]:
    """Where a currency right before a number begins, and the currency."""
    if text[at - 1 : at] not in _MONEY_ENDS:
        return at, ""
    found = _MONEY.search(text, max(0, at - 6), at)
    if found is None:
        return at, ""
    name = found[1] or found[2]
    return found.start(), _UNIT_OF.get(name, name)


_MINUS_ENDS = frozenset("-−– ")
_MONEY_ENDS = frozenset("$£€¥₽₹₩₪₺ ")


def scale_at(text: str, at: int, *, money: bool) -> tuple[int, float]:
    """A scale glued to a number (£3.4m, 5bn, 30万): where it ends, and its value."""
    factor = _CJK_SCALES.get(text[at : at + 1])
    if factor:
        return at + 1, factor
    found = _SCALED_LETTERS.match(text, at)
    if found is None or (len(found[0]) == 1 and not money and found[0] != "k"):
        return at, 1.0
    return found.end(), _SCALED[found[0]]


def unit_at(text: str, at: int, *, scaled: bool = False) -> tuple[int, str]:
    """Where the unit right after a number ends, and the unit; "" for none.

    It is in as many of the next words as name one. After a scale it may have its preposition
    ("millions d'euros").
    """
    if scaled and (of := _OF.match(text, at)):
        end, unit = unit_at(text, of.end())
        return (end, unit) if unit else (at, "")
    found = _UNSPACED.match(text, at)
    if found:
        return found.end(), _UNIT_OF[found[0]]
    found = _FOLLOWING.match(text, at)
    if found is None:
        return at, ""
    name = found[1]
    while name not in _UNIT_OF:
        name, space, _ = name.rpartition(" ")
        if not space:
            return at, ""
    glued = found.start(1) == at
    if len(name) == 1 and name.isalpha() and not glued and name not in "hmtlg":
        return at, ""
    return found.start(1) + len(name), _UNIT_OF[name]


BESIDE_NUMBERS = frozenset(
    {word for name in (*_UNIT_OF, *_SIGN_OF) for word in name.split() if len(word) > 2}
) - frozenset("the per por pro des the los least".split()) | frozenset(
    "% o'clock uhr past minus moins menos meno минус".split()
)
"""Words of which one must have changed when the unit or the exactness of a number did."""
