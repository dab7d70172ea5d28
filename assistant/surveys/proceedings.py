"""How meetings went: who was there, how votes went, what was disputed, asked, promised and due, when the next is.

No model: the sentences whose words tell so, as for what was decided (``resolutions``).
"""

import re

from assistant.corpus.dates import MONTH_NAMES, WEEKDAYS
from assistant.corpus.number_words import ONES, TENS
from assistant.corpus.sentences import is_question
from assistant.questions.matters import Matter
from assistant.questions.meeting_words import MEETING
from assistant.surveys import resolutions
from assistant.surveys.resolutions import MAYBE, SURELY

# How the lead of ours says it.
SAID = {
    **resolutions.SAID,
    Matter.PRESENT: "who was there, as it is told",
    Matter.ATTENDANCE: "how many were there, as it is told",
    Matter.CHAIRED: "who was in the chair, as it is told",
    Matter.VOTES: "how votes went",
    Matter.DISPUTED: "what was disputed",
    Matter.ASKED: "what was asked",
    Matter.PROMISED: "what was promised",
    Matter.DUE: "what is due when",
    Matter.NEXT: "when the next meeting is",
}
# The same where no sentence surely tells it.
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
_NUMBER = rf"(?:\d[\d,.]*|(?:{'|'.join((*ONES[2:], *TENS, 'hundred', 'dozen', 'both', 'all', 'half'))})\b)"
_FOLK = (
    r"(?:people|persons?|members|guests|visitors|attendees|participants|residents|citizens|delegates|shareholders|"
    r"journalists|reporters|parents|children|pupils|students|spectators|listeners|voters|neighbours|households|men|women|"
    r"others)"
)
_CAME = (
    r"(?:(?<!at )present|attend(?:ed|ing)|in attendance|(?:had come|came)(?! (?:to|from|back|for)\b)|took part|"
    r"taken part|gathered|turned (?:up|out)|"
    r"showed up|filled|listened|were there|sat)"
)
_THERE = (
    r"(?:also )?(?<!at )(?<!the )present(?: (?:was|were)|:)|(?:was|were|is|are) (?:also )?present|in attendance|"
    r"attend(?:ed by|ees?\b)|in the chair|(?:was|were) (?:chaired|hosted|moderated|led) by|"
    r"(?:on the (?:platform|panel|podium|line|stage)|at the table|beside (?:him|her|them)) (?:sat|are|were|is|was)|"
    r"(?:sat|sits) (?:beside|between|on the (?:platform|panel|podium|stage))|took part(?! in \w+ing\b)|"
    r"taking part|presid(?:ed|ing)|"
    rf"guests (?:were|are) (?-i:[A-Z])|(?:was|were) excused|(?:am|are|is) joined by|(?:were|was) joined by|"
    rf"joined (?:us|them|him|her|the (?:{MEETING}|panel))|"
    rf"{_NUMBER}[^.;]{{0,40}}\b{_FOLK} (?:\w+ ){{0,2}}?{_CAME}"
)
_OPENS = (
    r"(?:(?:chair(?:man|woman|person)?|host|moderator|president|mayor|speaker|director)s?\b[^.;]{0,50}|"
    r"\b[A-Z][\w’'-]+ )"
    r"(?:opened|welcomed|greeted|chaired|moderated|hosted|had invited|invited)\b"
)
_BY_DATE = (
    rf"(?:by|until|till|before|no later than|not later than)(?: the| this| next)*(?: (?:end|beginning|start|"
    rf"middle|early|late|"
    rf"mid)(?: of)?(?: the| next| this)*)? ?(?:mid-)?(?:{MONTH_NAMES}|{'|'.join(WEEKDAYS)}|spring|summer|autumn|winter|"
    r"midsummer|christmas|easter|new year|year|month|week|20\d\d|\d\d?(?:st|nd|rd|th)|"
    rf"\d\d? (?:{MONTH_NAMES}))\b"
)
_TO_COME = (
    r"(?:will|shall|must|should|would|to be|(?:is|are|was|were|am) (?:due |expected |planned |meant |supposed )?to|"
    r"ha(?:s|ve|d) to|can|may|wants?|wanted|asked|plans?|planned|promis\w+|accepted|open|ready|due|expects?|"
    r"expected|aims?)"
)
# The words that surely tell a matter, and those that may.
_TOLD = {
    Matter.PRESENT: (
        rf"\b(?:{_THERE})|^(?:present|participants|guests|on the panel) ?:|"
        r"^chair: (?-i:[A-Z])[^.?!]{0,60}\.?$|\(chair\)",
        rf"(?-i:{_OPENS})",
    ),
    Matter.ATTENDANCE: (
        rf"\b{_NUMBER}(?: [^.;]{{0,30}})?\b{_FOLK} (?:\w+ ){{0,3}}?{_CAME}|"
        rf"(?:^|\bmembers )present:? {_NUMBER}|\b{_NUMBER} (?:of [^.;]{{1,30}} )?(?:was|"
        rf"were) (?:also )?(?:present|there)\b|"
        rf"\b(?:welcomed|greeted|before) (?:\w+ )?{_NUMBER} (?:\w+ )?{_FOLK}|\battended by (?:\w+ )?{_NUMBER}|"
        rf"\b{_NUMBER} (?:\w+ ){{0,2}}(?:seats|chairs) (?:were )?(?:taken|filled)",
        r"\b(?:hall|room|house) was (?:\w+ )?(?:full|packed|empty)",
    ),
    Matter.CHAIRED: (
        r"\bin the chair\b|\bthe chair (?:was|is)\b|\btook the chair\b|\(chair\)|"
        r"^chair: (?-i:[A-Z])[^.?!]{0,60}\.?$|\bpresid(?:ed|ing)\b|\b(?:chaired|"
        r"moderated|hosted)\b|"
        rf"\b(?:host|moderator)\b(?!:)(?=[^.;]{{0,60}}(?-i:[A-Z]))|\b(?:{MEETING}|assembly|panel|evening) (?:was|"
        rf"is) led by\b|"
        rf"\bled the (?:{MEETING}|assembly|panel|evening)\b|(?-i:{_OPENS})",
        "",
    ),
    Matter.VOTES: (
        rf"\b(?:votes? (?:to|against|in favour|for)|by {_NUMBER} (?:votes? )?(?:to|against) {_NUMBER}|{_NUMBER} votes?|"
        rf"unanimous(?:ly)?|abst(?:ain\w*|ention\w*)|show of hands|(?:voted|voting) (?:for|against|in favour|to)|"
        rf"{_NUMBER} (?:\w+ )?(?:voted|were against|against it)|carried (?:by|against|with)|(?:lost|failed) by|"
        r"ballots?|put to the vote|per cent of the votes?)\b",
        r"\b(?:vot(?:es?|ed|ing)|majority)\b",
    ),
    Matter.DISPUTED: (
        r"\b(?:disagree[ds]?|disagreement|object(?:ed|ions?|s to)|oppos(?:es?|ed|ing)|disput(?:e[ds]?|es)|"
        r"contradict\w*|"
        r"quarrel\w*|(?:spoke|speaks|argued|voted|voting|are|is|was|were|am) (?:out )?against|protest(?:s|ed|ers)?|"
        r"controvers\w+|divided(?! (?:by|into|between))|at odds|clash(?:ed|es)|disapprov\w+|dissent\w*|heated|"
        r"critici[sz](?:ed?|es|ing)|refused to (?:vote|agree|accept|sign)|would not hear of|call(?:ed|s) (?:it|"
        r"this|that) "
        r"(?:undignified|unfair|wrong|nonsense|a mistake))\b",
        r"\b(?:warn(?:s|ed) against|doubt(?:s|ed)|complain(?:s|ed|ts?)|unfair|unjust|on the contrary|"
        r"not convinced|booed)\b",
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
        r"guarantee[sd]?|"
        r"gave (?:his|her|their|its) word|assur(?:ed|es)|you have my word)\b",
        "",
    ),
    Matter.DUE: (
        rf"\b(?:deadlines?|falls? due|(?:is|are|was|were) due (?:on|in|by|at|until|next)|at the latest|no later than|"
        rf"not later than|expires?)\b|\b{_TO_COME}\b[^.;]{{0,80}}\b{_BY_DATE}|"
        rf"^{_BY_DATE}[^.;]{{0,60}}\b(?:will|must|shall|should|would|(?:is|are|was|were|has|have) to)\b",
        rf"\b{_BY_DATE}",
    ),
    Matter.NEXT: (
        rf"\bnext (?:(?:annual|general|board|ordinary|regular|public|open) ){{0,2}}(?:{MEETING}|assembly|"
        rf"gathering|one(?= (?:is|will|takes|was)\b)|round)\b|"
        r"\b(?:meet|sit|gather|come together|see each other) again\b|\breconvene\w*|\bwill (?:next )?meet (?:on|"
        r"in|at|next)\b|"
        rf"\bthe (?:\w+ )?{MEETING} (?:is|will be|takes place|will take place) (?:held )?(?:on|in|planned|scheduled)\b|"
        r"\badjourned (?:to|until)\b",
        "",
    ),
}
_PATTERNS = {
    matter: [
        (worth, re.compile(told, re.IGNORECASE | re.DOTALL))
        for worth, told in zip((SURELY, MAYBE), both, strict=True)
        if told
    ]
    for matter, both in _TOLD.items()
}
# "It was no quarrel", "nobody objected".
_UNDISPUTED = re.compile(
    r"(?:n['’]t|\b(?:not?|never|nobody|no one|without)) (?:an? |any |to |one )?(?:disput|object|quarrel|oppos|"
    r"disagree|contradict|"
    r"protest|controvers|clash)",
    re.IGNORECASE,
)
# "Really?" asks for nothing that could be told.
_FEWEST_ASKED = 4


def tells_of(matter: Matter, sentence: str) -> float:
    """How much a sentence tells of the matter by its words; 0 where it does not, or asks and no question is wanted."""
    if matter not in _PATTERNS:
        return resolutions.tells_of(matter, sentence)
    if is_question(sentence):
        return SURELY if matter is Matter.ASKED and len(sentence.split()) >= _FEWEST_ASKED else 0.0
    if matter is Matter.DISPUTED and _UNDISPUTED.search(sentence):
        return 0.0
    return next((worth for worth, pattern in _PATTERNS[matter] if pattern.search(sentence)), 0.0)
