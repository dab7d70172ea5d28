"""What one of several is called: "mayor" of mayors, "knife" of knives, "crisis" of crises."""

import re

_ALIKE = re.compile(
    r"(?:ss|us|is|\b(?:gas|news|species|series|means|headquarters|crossroads|barracks|gallows|clothes|canvas|atlas))$"
)
_OTHERWISE = {
    "people": "person", "children": "child", "feet": "foot", "teeth": "tooth", "geese": "goose", "mice": "mouse",
    "criteria": "criterion", "phenomena": "phenomenon", "gases": "gas", "lenses": "lens", "quizzes": "quiz",
    "canvases": "canvas", "atlases": "atlas", "irises": "iris", "axes": "axe",
}  # fmt: skip
# The first ending that a plural has gives way to that of one; what stands in the brackets is kept.
_ENDINGS = tuple(
    (re.compile(f"({kept}){ending}$"), one)
    for kept, ending, one in (
        ("m", "en", "an"),
        (
            r"\b(?:[tdlpv]|magp|neckt|bowt|mov|cook|brown|zomb|rook|calor|prair|gen|hood|smooth|sort|coll|self)",
            "ies",
            "ie",
        ),
        ("", "ies", "y"),
        (r"kni|\b(?:li|wi|midwi|housewi)", "ves", "fe"),
        (r"\blea|shea|loa|thie|cal|hal|shel|sel|\bel|wol|hoo|scar|whar", "ves", "f"),
        (r"lys|\bcris|thes|gnos|synops|neuros|psychos|\boas|emphas", "es", "is"),
        (r"(?:sh|can|\b(?:t|h|f|r|d|fl|al|sl|w|ob|tipt|mistlet))oe", "s", ""),
        ("o", "es", ""),
        # Else what ends so takes an e on.
        (
            r"\b(?:(?:\w*[^\Weo])?ache|niche|quiche|pastiche|clich[eé]|avalanche|creche|crèche|psyche|mis-?use|abuse|"
            r"excuse|refuse|re-?use|fuse|muse|ruse|recluse|hypotenuse)",
            "s",
            "",
        ),
        ("x|ss|ch|sh|tz|zz|[b-df-np-tv-z]us", "es", ""),
        ("", "s", ""),
    )
)


def singular(plural: str) -> str:
    """One of several, by the last word: "secretary", "deputy chairman", "church"; what has one form for both stays."""
    last = plural.rpartition(" ")[2]
    if last in _OTHERWISE:
        return plural.removesuffix(last) + _OTHERWISE[last]
    if _ALIKE.search(plural):
        return plural
    found = next(((pattern, one) for pattern, one in _ENDINGS if pattern.search(plural)), None)
    return found[0].sub(rf"\g<1>{found[1]}", plural) if found else plural
