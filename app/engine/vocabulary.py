"""The words of each language that bear on numbers, dates and claims; read by ``languages``.

All in lower case. ``common`` are words that every text has; ``numbers``, ``scales`` and ``clock``
(times of day, in minutes) give words and values in turn; ``one_after_tens`` are articles that are
numbers only there (vingt et un); ``ordinals``, ``months`` and ``weekdays`` go from the first on,
parted by |; ``strength`` has three steps, from possible to certain. Words that are more often
something else (French "cent", Spanish "once", Italian "due") are left out.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Entry(TypedDict):
    """One language's words."""

    common: str
    numbers: str
    scales: str
    months: str
    weekdays: str
    strength: tuple[str, str, str]
    negations: str
    speech: str
    according: str
    one_after_tens: NotRequired[str]
    ordinals: NotRequired[str]
    clock: NotRequired[str]
    before_to: NotRequired[str]
    auxiliaries: NotRequired[str]
    nouns: NotRequired[str]


_GERMAN_UNITS = "ein zwei drei vier fünf sechs sieben acht neun".split()
_GERMAN_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()


def _german_numbers() -> str:
    """Two to ninety-nine and the hundreds, each one word."""
    teens = "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split()
    named = {word: 2 + n for n, word in enumerate(_GERMAN_UNITS[1:])}
    named |= {word: 10 + n for n, word in enumerate(teens)}
    for n, tens in enumerate(_GERMAN_TENS):
        named[tens] = 20 + 10 * n
        named |= {f"{unit}und{tens}": 21 + 10 * n + k for k, unit in enumerate(_GERMAN_UNITS)}
    for n, unit in enumerate(_GERMAN_UNITS, start=1):
        named |= {f"{unit}hundert": 100 * n, f"{unit}tausend": 1000 * n}
    return " ".join(f"{word} {value}" for word, value in named.items())


def _italian_numbers() -> str:
    """Twenty-one to ninety-nine, each one word: ventuno, ventidue, ventitré."""
    tens = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta".split()
    units = "uno due tre quattro cinque sei sette otto nove".split()
    named: dict[str, int] = {}
    for n, ten in enumerate(tens, start=2):
        for k, unit in enumerate(units, start=1):
            elided = ten[:-1] if k in (1, 8) else ten
            named[elided + unit.replace("tre", "tré")] = named[elided + unit] = 10 * n + k
    return " ".join(f"{word} {value}" for word, value in named.items())


VOCABULARY: dict[str, Entry] = {
    "en": {
        "common": "the of and to in is that was it for on with as by at from have has be are were "
        "this a an",
        "numbers": "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 "
        "eleven 11 twelve 12 thirteen 13 fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen "
        "18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety "
        "90 half .5",
        "scales": "dozen 12 dozens 12 hundred 100 hundreds 100 thousand 1000 thousands 1000 "
        "million 1e6 millions 1e6 billion 1e9 billions 1e9 trillion 1e12 trillions 1e12",
        "ordinals": "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
        "|twelfth",
        "months": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug"
        "|september sept sep|october oct|november nov|december dec",
        "weekdays": "monday mondays|tuesday tuesdays|wednesday wednesdays|thursday thursdays"
        "|friday fridays|saturday saturdays|sunday sundays",
        "clock": "noon 720 midday 720 midnight 0 quarter 0",
        "strength": (
            "might may could can perhaps possibly maybe alleged allegedly reportedly reputedly "
            "apparently supposedly purported purportedly ostensibly suspected seemingly presumably "
            "unconfirmed rumoured rumored potentially conceivably appears appear seems seem "
            "appeared seemed",
            "should would likely probably expected believed thought understood ought intend "
            "intends intended plan plans planned hope hopes hoped aim aims",
            "will shall must certainly definitely surely undoubtedly",
        ),
        "before_to": "expected believed thought understood intend intends intended plan plans "
        "planned hope hopes hoped aim aims appears appear seems seem appeared seemed",
        "negations": "not never no none nobody nothing neither nor cannot without",
        "auxiliaries": "is are was were be been am has have had do does did will would shall "
        "should can could may might must to",
        "speech": "said says told tells added adds asked replied wrote writes warned warns "
        "insisted insists explained explains argued argues announced claimed claims stated noted "
        "notes admitted admits reported reports declared confirmed recalled called testified "
        "tweeted",
        "according": "according to|in the words of|in the view of",
    },
    "de": {
        "common": "der die das und nicht mit den von ist ein eine im auf für dem des sich auch war "
        "hat zu",
        "numbers": _german_numbers() + " anderthalb 1.5 eineinhalb 1.5",
        "scales": "hundert 100 hunderte 100 tausend 1000 tausende 1000 million 1e6 millionen 1e6 "
        "mio 1e6 milliarde 1e9 milliarden 1e9 mrd 1e9 billion 1e12 billionen 1e12 dutzend 12",
        "months": "januar jänner jan|februar feb|märz|april apr|mai|juni jun|juli jul|august aug"
        "|september sept|oktober okt|november nov|dezember dez",
        "weekdays": "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
        "clock": "halb 0 viertel 0",
        "strength": (
            "kann können könnte könnten dürfte dürften mag vielleicht möglicherweise eventuell "
            "angeblich angebliche angeblichen angeblicher mutmaßlich mutmaßliche mutmaßlichen "
            "mutmaßlicher offenbar anscheinend scheinbar womöglich soll sollen",
            "sollte sollten würde würden wohl wahrscheinlich voraussichtlich vermutlich",
            "wird werden muss müssen sicher gewiss",
        ),
        "negations": "nicht kein keine keinen keiner keinem keines nie niemals nichts ohne niemand "
        "weder",
        "speech": "sagte sagt erklärte erklärt teilte berichtete meldete schrieb warnte betonte "
        "behauptete fügte fragte antwortete kündigte sagten erklärten teilten berichteten",
        "according": "laut|nach angaben|zufolge|nach ansicht|nach aussage|nach worten",
        "nouns": "capital",
    },
    "fr": {
        "common": "le les la et des est une un du dans que qui pour sur pas au avec ce il à ont a "
        "de",
        "numbers": "deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze "
        "12 treize 13 quatorze 14 quinze 15 seize 16 vingt 20 trente 30 quarante 40 cinquante 50 "
        "soixante 60 septante 70 huitante 80 nonante 90",
        "one_after_tens": "un une",
        "scales": "vingt 20 vingts 20 cents 100 mille 1000 milliers 1000 million 1e6 millions 1e6 "
        "milliard 1e9 milliards 1e9 douzaine 12 dizaine 10 dizaines 10 vingtaine 20 centaine 100 "
        "centaines 100",
        "months": "janvier janv|février févr|mars|avril avr|mai|juin|juillet juil|août|septembre "
        "sept|octobre oct|novembre nov|décembre déc",
        "weekdays": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
        "clock": "midi 720 minuit 0",
        "strength": (
            "peut peuvent pourrait pourraient pourra pourront peut-être éventuellement "
            "possiblement présumé présumée présumés prétendu prétendue prétendument apparemment "
            "semble semblent serait seraient aurait auraient",
            "devrait devraient probablement vraisemblablement",
            "doit doivent va vont devra devront sera seront certainement sûrement",
        ),
        "negations": "pas jamais aucun aucune rien ni sans",
        "speech": "dit déclaré affirmé expliqué indiqué annoncé précisé ajouté assuré estimé écrit "
        "rapporté averti déclare affirme explique indique annonce précise ajoute assure",
        "according": "selon|d’après|d'après|de l’avis de|aux dires de",
    },
    "es": {
        "common": "el los las que y en una un del por con para se la su al no es de lo ha",
        "numbers": "dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 doce 12 "
        "trece 13 catorce 14 quince 15 dieciséis 16 diecisiete 17 dieciocho 18 diecinueve 19 "
        "veinte 20 veintiuno 21 veintidós 22 veintitrés 23 veinticuatro 24 veinticinco 25 treinta "
        "30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 ciento 100 "
        "doscientos 200 trescientos 300 cuatrocientos 400 quinientos 500 seiscientos 600 "
        "setecientos 700 ochocientos 800 novecientos 900",
        "one_after_tens": "un uno una",
        "scales": "cien 100 cientos 100 mil 1000 miles 1000 millón 1e6 millones 1e6 docena 12 "
        "docenas 12 decena 10 decenas 10 centenar 100 centenares 100",
        "months": "enero ene|febrero feb|marzo|abril|mayo|junio jun|julio jul|agosto|septiembre "
        "setiembre sept|octubre oct|noviembre nov|diciembre dic",
        "weekdays": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
        "clock": "mediodía 720 medianoche 0",
        "strength": (
            "puede pueden podría podrían podrá podrán quizá quizás acaso posiblemente presunto "
            "presunta presuntos presuntas presuntamente supuesto supuesta supuestamente "
            "aparentemente parece parecen",
            "debería deberían probablemente",
            "debe deben va van deberá deberán será serán seguramente",
        ),
        "negations": "no nunca jamás ningún ninguno ninguna nada nadie ni sin tampoco",
        "speech": "dijo afirmó declaró señaló explicó aseguró anunció informó advirtió añadió "
        "indicó dice afirma asegura comentó",
        "according": "según|de acuerdo con|a juicio de|en palabras de",
    },
    "it": {
        "common": "il che di e la per un del non una con è gli della dei nel le si da al sono ha",
        "numbers": "tre 3 quattro 4 cinque 5 sei 6 sette 7 otto 8 nove 9 dieci 10 undici 11 dodici "
        "12 tredici 13 quattordici 14 quindici 15 sedici 16 diciassette 17 diciotto 18 diciannove "
        "19 venti 20 trenta 30 quaranta 40 cinquanta 50 sessanta 60 settanta 70 ottanta 80 novanta "
        "90 cento 100 duecento 200 trecento 300 quattrocento 400 cinquecento 500 duemila 2000 "
        "tremila 3000 " + _italian_numbers(),
        "scales": "centinaia 100 mille 1000 mila 1000 migliaia 1000 milione 1e6 milioni 1e6 "
        "miliardo 1e9 miliardi 1e9 dozzina 12 decina 10 decine 10",
        "months": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre"
        "|novembre|dicembre",
        "weekdays": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
        "clock": "mezzogiorno 720 mezzanotte 0",
        "strength": (
            "può possono potrebbe potrebbero forse presunto presunta presunti magari sembra "
            "sembrano apparentemente",
            "dovrebbe dovrebbero probabilmente",
            "deve devono dovrà dovranno sarà saranno certamente",
        ),
        "negations": "non mai nessun nessuno nessuna niente nulla né senza",
        "speech": "detto dichiarato affermato spiegato annunciato aggiunto scritto avvertito "
        "riferito dice afferma dichiara sostiene",
        "according": "secondo|stando a|a detta di",
    },
    "ru": {
        "common": "и в не на что с по как он к из у за от это для до его а о но",
        "numbers": "два 2 две 2 двух 2 двум 2 три 3 трёх 3 трех 3 четыре 4 четырёх 4 четырех 4 "
        "пять 5 пяти 5 шесть 6 шести 6 семь 7 семи 7 восемь 8 восьми 8 девять 9 девяти 9 десять 10 "
        "десяти 10 одиннадцать 11 двенадцать 12 тринадцать 13 четырнадцать 14 пятнадцать 15 "
        "шестнадцать 16 семнадцать 17 восемнадцать 18 девятнадцать 19 двадцать 20 двадцати 20 "
        "тридцать 30 тридцати 30 сорок 40 сорока 40 пятьдесят 50 шестьдесят 60 семьдесят 70 "
        "восемьдесят 80 девяносто 90 сто 100 ста 100 двести 200 триста 300 четыреста 400 пятьсот "
        "500 шестьсот 600 семьсот 700 восемьсот 800 девятьсот 900",
        "scales": "тысяча 1000 тысячи 1000 тысяч 1000 тысячу 1000 тыс 1000 миллион 1e6 миллиона "
        "1e6 миллионов 1e6 млн 1e6 миллиард 1e9 миллиарда 1e9 миллиардов 1e9 млрд 1e9",
        "months": "январь января январе|февраль февраля феврале|март марта марте|апрель апреля "
        "апреле|май мая мае|июнь июня июне|июль июля июле|август августа августе|сентябрь сентября "
        "сентябре|октябрь октября октябре|ноябрь ноября ноябре|декабрь декабря декабре",
        "weekdays": "понедельник понедельника понедельнику|вторник вторника вторнику|среду среда "
        "среды среде|четверг четверга четвергу|пятницу пятница пятницы пятнице|субботу суббота "
        "субботы субботе|воскресенье воскресенья воскресенью",
        "clock": "полдень 720 полночь 0",
        "strength": (
            "может могут мог могла могли возможно вероятно наверное якобы предположительно "
            "предполагаемый предполагаемого кажется видимо",
            "должен должна должны следует",
            "будет будут обязательно несомненно",
        ),
        "negations": "не нет ни никогда никто ничего без нельзя",
        "speech": "сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили добавил "
        "добавила отметил отметила рассказал рассказала написал написала подчеркнул подчеркнула "
        "объяснил объяснила",
        "according": "по словам|согласно|по данным|по мнению|по информации",
    },
    "ar": {
        "common": "في من على إلى أن التي الذي هذا هذه عن مع كان ما بعد أو قد و",
        "numbers": "ثلاثة 3 ثلاث 3 أربعة 4 أربع 4 خمسة 5 خمس 5 ستة 6 ست 6 سبعة 7 سبع 7 ثمانية 8 "
        "ثماني 8 تسعة 9 تسع 9 عشرة 10 عشر 10 عشرون 20 عشرين 20 ثلاثون 30 ثلاثين 30 أربعون 40 "
        "أربعين 40 خمسون 50 خمسين 50 ستون 60 ستين 60 سبعون 70 سبعين 70 ثمانون 80 ثمانين 80 تسعون "
        "90 تسعين 90 أسبوعين 2 أسبوعان 2 شهرين 2 شهران 2 يومين 2 يومان 2 سنتين 2 عامين 2 ساعتين 2",
        "scales": "مئة 100 مائة 100 مئات 100 ألف 1000 آلاف 1000 ألفا 1000 مليون 1e6 ملايين 1e6 "
        "مليار 1e9 مليارات 1e9",
        "months": "يناير|فبراير شباط|مارس آذار|أبريل نيسان|مايو أيار|يونيو حزيران|يوليو تموز|أغسطس "
        "آب|سبتمبر أيلول|أكتوبر|نوفمبر|ديسمبر",
        "weekdays": "الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد",
        "strength": (
            "قد ربما يمكن يمكنها يمكنه المزعوم المزعومة المفترض يزعم لعل يبدو",
            "ينبغي يتوقع المتوقع المرجح",
            "سوف يجب سيتم حتما",
        ),
        "negations": "لا لم لن ليس ليست بدون",
        "speech": "قال قالت قالوا أعلن أعلنت صرح صرحت أضاف أضافت أكد أكدت ذكر ذكرت أوضح أوضحت",
        "according": "بحسب|وفقا|وفقًا|حسب|نقلا عن",
    },
    "other": {
        "common": "",
        "numbers": "",
        "scales": "",
        "months": "",
        "weekdays": "",
        "strength": ("", "", ""),
        "negations": "",
        "speech": "",
        "according": "",
    },
}
