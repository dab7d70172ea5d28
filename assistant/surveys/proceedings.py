"""How meetings went: who was there, how votes went, what was disputed, asked, promised and due, when the next is.

No model: the sentences whose words tell so, as for what was decided (``resolutions``).
"""

import re

from assistant.corpus.dates import MONTH_NAMES, WEEKDAYS
from assistant.corpus.numerals import ONES, TENS
from assistant.corpus.sentences import is_question
from assistant.questions.matters import Matter
from assistant.questions.meeting_words import FOLK, MEETING
from assistant.surveys import resolutions
from assistant.surveys.resolutions import MAYBE, SURELY

# How the lead of ours says it.
SAID = {
    **resolutions.SAID,
    Matter.PRESENT: "who was there",
    Matter.ATTENDANCE: "how many were there",
    Matter.CHAIRED: "who was in the chair",
    Matter.VOTES: "how votes went",
    Matter.DISPUTED: "what was disputed",
    Matter.ASKED: "what was asked",
    Matter.PROMISED: "what was promised",
    Matter.DUE: "what is due when",
    Matter.NEXT: "when the next meeting is",
}
# Who was there is told in part: these leads say so.
AS_TOLD = frozenset({Matter.PRESENT, Matter.ATTENDANCE, Matter.CHAIRED})
# The same where not every sentence surely tells it.
MAY_BE = {
    **resolutions.MAY_BE,
    Matter.PRESENT: "who may have been there",
    Matter.ATTENDANCE: "how many may have been there",
    Matter.CHAIRED: "who may have been in the chair",
    Matter.VOTES: "how votes may have gone",
    Matter.DISPUTED: "what may be disputed",
    Matter.ASKED: "what may have been asked",
    Matter.PROMISED: "what may be promised",
    Matter.DUE: "what may be due when",
    Matter.NEXT: "what may be the next meeting",
}
_NUMBER = (
    r"(?:(?<![\d,.])\d[\d,.]*+|"
    rf"\b(?:{'|'.join((*ONES[2:], *TENS, 'hundred', 'dozen', 'both', 'all', 'half'))})\b)"
)
_OFFICER = r"(?:chair(?:man|woman|person)?|host|moderator|president|mayor|speaker|director|secretary|treasurer)"
# Two capitalised words or a title of address: one alone may be a town.
_CAPITAL = r"[A-Z][\w’'-]{1,30}"
_NAME = rf"(?-i:(?:Mr|Mrs|Ms|Dr|Prof)\b\.? {_CAPITAL}|{_CAPITAL}(?: (?:de|van|von|al)\b)? {_CAPITAL})"
_CAME = (
    r"(?:(?<!at )present|attend(?:ed|ing)|in attendance|(?:had come|came)(?! (?:to|from|back|for)\b)|took part|"
    r"taken part|gathered|turned (?:up|out)|"
    r"showed up|filled|listened|were there|sat)\b"
)
_MANY_CAME = rf"{_NUMBER}[^.;]{{0,40}}\b{FOLK} (?:\w+ ){{0,2}}?{_CAME}"
_THERE = (
    r"(?:(?:also )?(?<!at )(?<!the )present(?: (?:was|were)\b|:)|"
    rf"(?:{_NAME}|{_OFFICER}s?|we|they|i|he|she|everyone) (?:was|were|is|are|am) (?:also )?present\b"
    r"(?! in (?!person|the (?:room|hall|chamber)\b))|in attendance|attend(?:ed by|ees?\b)|in the chair|"
    r"(?:was|were) (?:chaired|hosted|moderated|led) by|"
    r"(?:on the (?:platform|panel|podium|line|stage)|at the table|beside (?:him|her|them)) (?:sat|are|were|is|was)|"
    r"(?:sat|sits) (?:beside|between|on the (?:platform|panel|podium|stage))|took part(?! in \w+ing\b)|"
    r"taking part|presid(?:ed|ing)|"
    rf"guests (?:were|are) (?-i:[A-Z])|(?:was|were) excused|(?:am|are|is) joined by|(?:were|was) joined by|"
    rf"joined (?:us|them|him|her|the (?:{MEETING}|panel)))"
)
_GATHERING = rf"(?:{MEETING}|assembly|panel|evening|proceedings|gathering)"
# Who opens a meeting is there, and may be in the chair; who opens a port is not.
_OPENS = (
    rf"\b(?:{_NAME}|{_OFFICER}s?\b[^.;]{{0,50}}) "
    rf"(?:(?:opened|closed) (?:the |this |our )?(?:\w+ ){{0,2}}?{_GATHERING}\b|"
    rf"(?:welcomed|greeted) (?:\w+ ){{0,3}}?(?:everyone|all|{FOLK}|audience)\b|had invited\b)"
)
_DATE = rf"(?:{MONTH_NAMES}|{'|'.join(WEEKDAYS)}|spring|summer|autumn|winter|midsummer|christmas|easter|new year)"
_WHEN = (
    rf"(?: the| this| next)*(?: (?:end|beginning|start|middle|early|late|mid)(?: of)?(?: the| next| this)*)? ?(?:mid-)?"
    rf"(?:{_DATE}|year|month|week|20\d\d|\d\d?(?:st|nd|rd|th)|\d\d? (?:{MONTH_NAMES}))\b"
)
_BY_DATE = rf"(?:by|before|no later than|not later than){_WHEN}"
_UNTIL = rf"(?:until|till){_WHEN}"
_TO_COME = (
    r"(?:will|shall|must|should|would|to be|(?:is|are|was|were|am) (?:due |expected |planned |meant |supposed )?to|"
    r"ha(?:s|ve|d) to|can|may|wants?|wanted|asked|plans?|planned|promis\w+|ready|due|expects?|"
    r"expected|aims?)(?! (?:not|never)\b)"
)
# What is done until a day and no longer; who is away until then has nothing due.
_TAKEN = r"(?:accepted|received|valid|open|appl(?:y|ied|ications?)|enter(?:ed)?|registr?\w+|submit\w*|objections?)"
_NEXT = (
    rf"(?:\bnext (?:(?:annual|general|board|ordinary|regular|public|open) ){{0,2}}(?:{MEETING}|assembly|"
    rf"gathering|one(?= (?:is|will|takes|was)\b))\b|"
    r"\b(?:meet|sit|gather|come together|see each other) again\b|\breconvene\w*|\bwill (?:next )?meet (?:on|"
    rf"in|at|next)\b|\bthe (?:\w+ )?{MEETING} (?:is|will be|takes place|will take place) (?:held |planned |scheduled )?"
    r"(?:on|in|for)\b|\badjourned (?:to|until)\b)"
)
_PRESENT_LINE = r"^(?:also )?(?:present|participants|guests|on the panel) ?:"
# The words that surely tell a matter, and those that may.
_TOLD = {
    Matter.PRESENT: (
        rf"\b{_THERE}|{_PRESENT_LINE}|^chair: (?-i:[A-Z])[^.?!]{{0,60}}\.?$|\(chair\)",
        rf"{_OPENS}|\b(?:was|were) (?:also )?present\b(?! in\b)|{_MANY_CAME}",
    ),
    Matter.ATTENDANCE: (
        rf"{_NUMBER}(?: [^.;]{{0,30}})?\b{FOLK} (?:\w+ ){{0,3}}?{_CAME}|"
        rf"(?:^|\bmembers )present:? {_NUMBER}|{_NUMBER} (?:of [^.;]{{1,30}} )?(?:was|"
        rf"were) (?:also )?(?:present|there)\b|"
        rf"\b(?:welcomed|greeted|before) (?:\w+ )?{_NUMBER} (?:\w+ )?{FOLK}|\battended by (?:\w+ )?{_NUMBER}|"
        rf"{_NUMBER} (?:\w+ ){{0,2}}(?:seats|chairs) (?:were )?(?:taken|filled)",
        r"\b(?:hall|room|house) was (?:\w+ )?(?:full|packed|empty)",
    ),
    Matter.CHAIRED: (
        r"\bin the chair\b|\bthe chair (?:was|is) taken\b|\btook the chair\b|\(chair\)|"
        r"^chair: (?-i:[A-Z])[^.?!]{0,60}\.?$|\bpresid(?:ed|ing) (?:at|over)\b|"
        rf"\b(?:chaired|moderated|hosted) (?:by|(?:the|this|our) (?:\w+ ){{0,2}}?{_GATHERING})\b|"
        rf"\b(?:{_GATHERING}) (?:was|is) led by\b|\bled the {_GATHERING}\b",
        rf"\bpresid(?:ed|ing)\b|\b(?:chaired|moderated|hosted)\b|\bthe chair (?:was|is)\b|"
        rf"\b(?:host|moderator)\b(?!:)(?=[^.;]{{0,60}}(?-i:[A-Z]))|{_OPENS}",
    ),
    Matter.VOTES: (
        rf"\b(?:votes? (?:to|against|in favour|for)|by {_NUMBER} (?:votes? )?(?:to|against) {_NUMBER}|{_NUMBER} votes?|"
        rf"unanimous(?:ly)?|abst(?:ain\w*|ention\w*)|show of hands|(?:voted|voting) (?:for|against|in favour|to)|"
        rf"{_NUMBER} (?:\w+ )?(?:voted|were against|against it)|carried (?:by|against|with)|(?:lost|failed) by|"
        r"ballots?|put to the vote|per ?cent of (?:votes|the vote))\b",
        r"\b(?:vot(?:es?|ed|ing)|majority)\b",
    ),
    Matter.DISPUTED: (
        r"\b(?:disagree[ds]?|disagreement|object(?:ed|ions?|s to)|oppos(?:es?|ed|ing)|disput(?:e[ds]?|es)|"
        r"contradict\w*|"
        r"quarrel\w*|(?:spoke|speaks|argued|voted|voting|are|is|was|were|am) (?:out )?against|protest(?:s|ed|ers)?|"
        r"controvers\w+|divided(?! (?:by|into|between))|at odds|clash(?:ed|es)|disapprov\w+|dissent\w*|"
        r"critici[sz](?:ed?|es|ing)|refused to (?:vote|agree|accept|sign)|"
        r"call(?:ed|s) (?:it|this|that) (?:unfair|wrong|nonsense|a mistake))\b",
        r"\b(?:warn(?:s|ed) against|doubt(?:s|ed)|complain(?:s|ed|ts?)|unfair|unjust|on the contrary|"
        r"not convinced)\b",
    ),
    Matter.ASKED: (
        r"\b(?:asked|inquired|enquired|wondered|wanted to know|wished to know|asks|wants to know)"
        r"(?: (?!for\b)(?:\w+ ){0,4}?(?:why|how|whether|if|what|who|when|where|which)\b|(?=,? (?:why|how|"
        r"whether|what)\b))|"
        r"\b(?:wanted|wished) to know\b",
        "",
    ),
    Matter.PROMISED: (
        r"\b(?:promis(?:e[sd]?|ing to)|pledg(?:e[sd]?|ing)|vow(?:s|ed)|undertook|committed (?:\w+sel(?:f|ves) )?to|"
        r"gave (?:his|her|their|its) word|assur(?:ed|es)|you have my word)\b",
        "",
    ),
    Matter.DUE: (
        rf"\b(?:deadlines?|falls? due|(?:is|are|was|were) due (?:on|in|by|at|until|next)|at the latest|no later than|"
        rf"not later than|expires?)\b|\b{_TO_COME}\b[^.;]{{0,80}}\b{_BY_DATE}|\b{_TAKEN}\b[^.;]{{0,40}}\b{_UNTIL}|"
        rf"^{_BY_DATE}[^.;]{{0,60}}\b(?:will|must|shall|should|would|(?:is|are|was|were|has|have) to)\b",
        rf"\b(?:{_BY_DATE}|{_UNTIL})",
    ),
    Matter.NEXT: (_NEXT, ""),
}
_PATTERNS = {
    matter: [
        (worth, re.compile(told, re.IGNORECASE | re.DOTALL))
        for worth, told in zip((SURELY, MAYBE), both, strict=True)
        if told
    ]
    for matter, both in _TOLD.items()
}
# "It was no quarrel", "nobody objected", "no guests were present"; not "no fewer than", nor what a comma parts.
_NOT_SO = re.compile(
    r"(?:\b(?:no(?! (?:fewer|less|more|later)\b)|not(?! (?:only|less|fewer|later)\b)|never|nobody|no one|"
    r"none(?: of(?: the)?)?|nothing|"
    r"neither|nor|without|hardly|cannot|(?:refused|declined|failed) to)|n['’]t)\b"
    r"(?: (?!(?:and|but|or|because|which|who|that|if)\b)[\w’'-]+){0,2} $",
    re.IGNORECASE,
)
# Characters before a cue among which it may be said not to be so.
_REACH = 60
# When the next meeting is, by a day and by less.
_ON_A_DAY = re.compile(
    rf"\b(?:{_DATE}|20\d\d|\d\d?(?:st|nd|rd|th))\b|\b\d\d?[.:]\d\d\b|\b\d\d? ?(?:[ap]\.?m\b|o[’']clock)",
    re.IGNORECASE,
)
_AT_SOME_TIME = re.compile(r"\b(?:weeks?|months?|years?|days|tomorrow|tonight|noon|fortnight)\b", re.IGNORECASE)
# "Really?" asks for nothing that could be told.
_FEWEST_ASKED = 4
# Characters of a sentence: a text without full stops is one sentence.
_READ = 2000


def tells_of(matter: Matter, sentence: str) -> float:
    """How much a sentence tells of the matter by its words; 0 where it does not, or asks and no question is wanted.

    Of a sentence that runs on, the first ``_READ`` characters are read.
    """
    if matter not in _PATTERNS:
        return resolutions.tells_of(matter, sentence)
    if is_question(sentence):
        return SURELY if matter is Matter.ASKED and len(sentence.split()) >= _FEWEST_ASKED else 0.0
    read = sentence[:_READ]
    for worth, pattern in _PATTERNS[matter]:
        if any(not _is_denied(read, cue) for cue in pattern.finditer(read)):
            return _when(read) if matter is Matter.NEXT else worth
    # That nobody voted against it is how the vote went.
    return MAYBE if matter is Matter.VOTES and _PATTERNS[matter][0][1].search(read) else 0.0


def _when(sentence: str) -> float:
    """How much a sentence on the next meeting tells when it is; 0 where it only tells that, or where."""
    return SURELY if _ON_A_DAY.search(sentence) else MAYBE if _AT_SOME_TIME.search(sentence) else 0.0


def _is_denied(sentence: str, cue: re.Match[str]) -> bool:
    """Whether what a cue tells is said not to be so by the words before it."""
    return bool(_NOT_SO.search(sentence[max(0, cue.start() - _REACH) : cue.start()]))
