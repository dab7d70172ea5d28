"""What a meeting decided, what it left open and what is to be done after it: the sentences whose words tell so.

No model: minutes say it in few verbs ("resolved", "has yet to be settled", "will report by May"), and people who speak
in a few others ("we'll go with"). A sentence that tells of an earlier matter ("had been agreed in 2017") tells less.
"""

import re

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.sentences import is_question
from assistant.questions.matters import Matter

# How the lead of ours says it.
SAID = {Matter.DECIDED: "what was decided", Matter.OPEN: "what was left open", Matter.TASKS: "what is to be done"}
# The same where no sentence surely tells it.
MAY_BE = {
    Matter.DECIDED: "what may be decided",
    Matter.OPEN: "what may be open",
    Matter.TASKS: "what may have to be done",
}
# What a sentence is worth whose words tell the matter, and one whose words may; and what is left of either where the
# sentence tells of what had been so before.
SURELY, MAYBE, EARLIER = 3.0, 1.5, 0.4

_DECIDED = (
    "decided|resolved|agreed|approved|rejected|elected|re-elected|appointed|postponed|deferred|endorsed|ratified|voted|"
    "ruled|put off|given up|turned down"
)
# "A week passed", "he settled in Paris": these decide only where something was so treated, or a body did it.
_TREATED = (
    "passed|carried|confirmed|concluded|ordered|adopted|accepted|granted|dismissed|settled|referred|signed|chosen?|"
    "refused"
)
_BODY = (
    "council|board|committee|commission|court|parliament|assembly|meeting|congress|government|ministry|leaders|ministers|"
    "members|delegates|parties|sides|countries|they|we"
)
_UNDECIDED = "decided|settled|agreed|resolved|signed|known|clear"
_DUTIES = (
    "report|prepare|draft|write|send|submit|present|publish|check|examine|contact|call|ask|look|speak|meet|bring|"
    "draw up|invite|arrange|organi[sz]e|circulate"
)
_BY_WHEN = rf"(?:{MONTH_NAMES}|\d\d? |next|spring|summer|autumn|winter|(?:mon|tues|wednes|thurs|fri)day)"
_TOLD = {
    Matter.DECIDED: (
        rf"(?:{_DECIDED}|(?:was|were|been|be|motion) (?:\w+ly )?(?:{_TREATED})|"
        rf"(?:{_BODY}) (?:have |has |also |then )?(?:{_TREATED}))\b|^(?:{_TREATED})\b|"
        r"unanimous(?:ly)?\b|votes? (?:to|against|for)\b|by [\w-]+ votes\b",
        r"(?:decisions?|decides?|resolutions?|agreements?|motions?|will (?:be )?\w+|(?:is|are) to be|"
        r"(?:we|let['’]s|i['’]ll|we['’]ll) (?:go with|take|keep|have))\b",
    ),
    Matter.OPEN: (
        rf"(?:(?:not|never|nothing|n['’]t) (?:yet |was |been |be )*(?:{_UNDECIDED})|undecided|unsettled|unresolved|"
        r"no (?:decision|agreement|date|successor|answer)|yet to|could not agree|cannot agree|left open|"
        r"still (?:open|to be|being|under)|remains? open|postponed|deferred|adjourned|put off|"
        rf"to be (?:{_UNDECIDED}|discussed|negotiated)|will (?:then |first )?(?:be )?(?:decided?|rule|vote|discuss)|"
        r"open (?:question|point|issue)s?|disagree[ds]?|being (?:sought|"
        r"examined|considered|discussed)|rests? with|depends? on)\b",
        r"(?:whether|disput\w+|await\w*|examin\w+|consider(?:ed|ing)?|negotiat\w+|doubt\w*|pending|court|"
        r"provided|next (?:meeting|session|round))\b",
    ),
    Matter.TASKS: (
        r"(?:(?:was|were|is|are) (?:asked|told|instructed|ordered|requested|charged)|(?:asked|instructed|told|ordered|"
        rf"requested) [^.,;]{{1,60}} to|undert(?:ook|akes?)|promised? to|will (?:\w+ly )?(?:{_DUTIES})|"
        rf"(?:i|we)['’]ll (?:{_DUTIES})|action(?: item| point)?s?:|"
        rf"(?:by|no later than) (?:the end of |early |late |mid-?)?{_BY_WHEN}\w*)\b",
        r"(?:will|shall|we need to|(?:is|are) (?:due |expected |planned )?to|plan(?:s|ned)?|must|should|intends?|"
        r"ha(?:ve|s) to|next (?:meeting|session|month|week|year|step)s?)\b",
    ),
}
_PATTERNS = {
    matter: [
        (worth, re.compile(rf"\b{told}", re.IGNORECASE)) for worth, told in zip((SURELY, MAYBE), both, strict=True)
    ]
    for matter, both in _TOLD.items()
}
_NOT_SO = re.compile(
    r"(?:\b(?:not|never|nothing|nobody|no one)|n['’]t) "
    rf"(?:(?:yet|was|were|is|been|be|have|has|had|would|will|could|can|to) )*(?:{_DECIDED}|{_TREATED})\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\bhad (?:been |already |earlier |once )*\w+(?:ed|en|ld)\b|\bwould have\b", re.IGNORECASE)


def tells_of(matter: Matter, sentence: str) -> float:
    """How much a sentence tells of the matter by its words; 0 where it does not, or asks."""
    if is_question(sentence) or (matter is Matter.DECIDED and _NOT_SO.search(sentence)):
        return 0.0
    worth = next((worth for worth, pattern in _PATTERNS[matter] if pattern.search(sentence)), 0.0)
    return worth * EARLIER if _BEFORE.search(sentence) else worth
