"""Units of measure and currencies: many spellings of one unit, and the factor to the base of its dimension."""

import re

from assistant.corpus.numerals import GAP

# dimension: spellings with the factor to the dimension's base. A dimension of its own where nothing converts exactly.
_SPELLINGS: dict[str, dict[str, float]] = {
    "percent": {"percent": 1, "per cent": 1, "%": 1, "pct": 1},
    "point": {"percentage points?": 1, "pp": 1},
    "mass": {"grams?|grammes?": 0.001, "kg|kilos?|kilograms?|kilogrammes?": 1, "(?:metric )?ton(?:ne)?s?": 1000},
    "length": {
        "mm|millimet(?:re|er)s?": 0.001,
        "cm|centimet(?:re|er)s?": 0.01,
        "m|met(?:re|er)s?": 1,
        "km|kilomet(?:re|er)s?": 1000,
    },
    "imperial length": {"inch(?:es)?": 1, "ft|foot|feet": 12, "yards?": 36, "miles?": 63360},
    "area": {
        "sq(?:uare)?\\.? ?m(?:et(?:re|er)s?)?|m²": 1,
        "hectares?|ha": 1e4,
        "sq(?:uare)?\\.? ?(?:km|kilomet(?:re|er)s?)|km²": 1e6,
    },
    "imperial area": {"acres?": 1, "sq(?:uare)?\\.? ?miles?": 640},
    "volume": {"lit(?:re|er)s?": 1, "hectolit(?:re|er)s?": 100, "cub(?:ic|\\.)? ?m(?:et(?:re|er)s?)?|m³": 1000},
    "gallon": {"gallons?": 1},
    "barrel": {"barrels?": 1},
    "power": {"watts?": 1, "kw|kilowatts?": 1e3, "mw|megawatts?": 1e6, "gw|gigawatts?": 1e9},
    "energy": {
        "kwh|kilowatt(?:-| )hours?": 1,
        "mwh|megawatt(?:-| )hours?": 1e3,
        "gwh|gigawatt(?:-| )hours?": 1e6,
        "twh": 1e9,
    },
    "data": {"mb|megabytes?": 1, "gb|gigabytes?": 1e3, "tb|terabytes?": 1e6},
    "duration": {"seconds": 1, "minutes?": 60, "hours?": 3600, "days?": 86400, "weeks?": 604800},
    "span": {"months?": 1, "years?": 12, "decades?": 120, "centur(?:y|ies)": 1200},
    "fiscal": {"quarters?": 1},
    "speed": {"km/h|kilomet(?:re|er)s an hour|kph": 1},
    "mph": {"mph|miles an hour": 1},
    "knot": {"knots?": 1},
    "temperature": {"degrees?|°[CF]?": 1},
    "usd": {"us\\$|\\$|(?:us )?dollars?|usd": 1, "cents?": 0.01},
    "eur": {"€|euros?|eur": 1},
    "gbp": {"£|pounds?|gbp|lbs?": 1, "pence": 0.01},
    "jpy": {"¥|yen|jpy": 1},
    "rub": {"₽|ro?ubles?|rub": 1},
    "cny": {"yuan|renminbi|cny|rmb": 1},
    "inr": {"₹|rupees?|inr": 1},
    "chf": {"francs?|chf": 1},
    "krona": {"kron(?:a|or|e|er)|crowns?": 1},
    "pln": {"zlot(?:y|ys|ies)|pln": 1},
    "won": {"₩|won|krw": 1},
    "peso": {"pesos?": 1},
    "lira": {"lira|lire": 1},
    "dinar": {"dinars?": 1},
    "rand": {"rand|zar": 1},
}
_ALL = [
    (f"u{i}", spelling, dimension, factor)
    for i, (dimension, spelling, factor) in enumerate(
        (dimension, spelling, factor) for dimension, row in _SPELLINGS.items() for spelling, factor in row.items()
    )
]
_FULL = [(re.compile(spelling, re.IGNORECASE), dimension, factor) for _, spelling, dimension, factor in _ALL]
_LONGEST_FIRST = sorted((part for _, s, _, _ in _ALL for part in re.split(r"\|(?![^(]*\))", s)), key=len, reverse=True)
# A unit as it stands behind a number; the pattern has no group.
UNIT_PATTERN = "(?:" + "|".join(spelling.replace(" ", GAP) for spelling in _LONGEST_FIRST) + r")(?![\w°])"
# A currency as it stands before one: a sign, or a code of three capitals.
CURRENCY_PATTERN = r"(?-i:US\$|[$€£¥₽₹₩]|(?<![A-Za-z])[A-Z]{3}(?=\s{0,2}\d))"
_BARE = re.compile(rf"(?<![\w$]){UNIT_PATTERN}", re.IGNORECASE)


def read_unit(written: str) -> tuple[str, float]:
    """Dimension and factor of a unit as written; a currency code that is not listed is a dimension of its own."""
    written = " ".join(written.split())
    for pattern, dimension, factor in _FULL:
        if pattern.fullmatch(written):
            return dimension, factor
    return written.lower(), 1.0


def units_named(text: str) -> set[str]:
    """Dimensions of all units that ``text`` names, with a number or without."""
    return {read_unit(match.group())[0] for match in _BARE.finditer(text)}
