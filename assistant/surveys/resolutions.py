"""What a meeting decided, what it left open and what is to be done after it: the sentences whose words tell so.

No model: minutes say it in few verbs ("resolved", "has yet to be settled", "will report by May"), and people who speak
in a few others ("we'll go with"). A sentence that tells of an earlier matter ("had been agreed in 2017") tells less.
"""

import re

from assistant.corpus.dates import MONTH_NAMES
from assistant.corpus.numerals import ONES, TENS
from assistant.corpus.offices import OFFICE_PATTERN
from assistant.corpus.sentences import is_question
from assistant.language import FUNCTION_WORDS, words
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
# "A week passed", "he settled in Paris": these decide only where something was so treated, or a body did it; and of
# what was carried or chosen only what is put to a vote is a decision.
_SETTLED = "passed|confirmed|concluded|adopted|accepted|granted|settled|referred|signed"
_CARRIED = r"carried(?! out\b)|chosen?|ordered|dismissed|refused"
_TREATED = rf"{_SETTLED}|{_CARRIED}"
_BODY = (
    "council|board|committee|commission|court|parliament|assembly|meeting|congress|government|ministry|leaders|ministers|"
    "members|delegates|parties|sides|countries|they|we"
)
_PUT_TO_VOTE = (
    "motion|vote|proposal|resolution|amendment|bill|budget|plan|account|report|minutes|agreement|treaty|contract|law|act|"
    "statute|rule|agenda|application|appeal|petition|request|recommendation|offer|measure|programme|program|nomination|"
    "statement|decision|deal|accord|protocol|memorandum|charter|declaration|candidate|appointment|item|point|complaint|"
    "dividend|grant|loan|tender|claim|permit|licence|membership|constitution|list|text|draft|document|strategy|policy|scheme"
)
_WAS = r"(?:was|were|is|are|been|be) (?:\w+ly )?"
# "Unanimously", "by 12 votes", "with one abstention", "by the board".
_VOTED = (
    rf"(?:unanimously|without (?:a vote|dissent|debate|discussion|objection|opposition)|nem\.? con|on a show of hands|"
    rf"(?:by|with|against)(?! \w+ing\b) (?:[\w’'-]+ ){{0,4}}?(?:votes?|abstentions?|majority|hands|{_BODY}))\b"
)
# What minutes write before a decision, and what they write behind it where there is none.
_LABELLED = re.compile(
    r"^[\W_]*(?:\d{1,2}[.)] )?(?:resolutions?|decisions?|resolved|decided|agreed)(?: (?:no\.? ?)?\d[\d/.-]*)?[*_ ]*:"
    r"[\W_]*(?P<what>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_NONE = re.compile(
    r"(?:none|nothing|nil|n/?a|pending|not (?:yet )?(?:decided|taken|reached|made|settled|agreed)|"
    r"open(?=\W*$)|no (?:\w+ )?(?:decision|resolution|agreement|vote)s?)\b",
    re.IGNORECASE,
)
_UNDECIDED = "decided|settled|agreed|resolved|signed|known|clear"
_DUTIES = (
    "report|prepare|draft|write|send|submit|present|publish|check|examine|contact|call|ask|look|speak|meet|bring|"
    "draw up|invite|arrange|organi[sz]e|circulate"
)
_BY_WHEN = rf"(?:{MONTH_NAMES}|\d\d? |next|spring|summer|autumn|winter|(?:mon|tues|wednes|thurs|fri)day)"
_TOLD = {
    Matter.DECIDED: (
        rf"(?:{_DECIDED}|"
        rf"motions? (?:{_TREATED})|"
        rf"(?:{_PUT_TO_VOTE})s?,?(?: (?!(?:that|which|who)\b)[\w’'\"”-]+,?){{0,8}}? {_WAS}(?:{_CARRIED})|"
        rf"(?:was|were|been|be) (?:\w+ly )?(?:{_SETTLED})|{_WAS}(?:{_TREATED}) (?:[\w’'-]+ ){{0,4}}?{_VOTED}|"
        rf"\bit {_WAS}(?:{_TREATED}) (?:that|to)|"
        rf"{_WAS}chosen (?:as|to be|(?:an? |the )?(?:\w+ )?(?:{OFFICE_PATTERN}))|"
        rf"(?:{_BODY}) (?:have |has |also |then |\w+ly ){{0,2}}(?:{_TREATED}))\b|"
        rf"^(?:{_TREATED})(?: {_VOTED}|\W*$|[,:])|"
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


# Words that say how something went, and not what.
_OUTCOMES = frozenset(
    re.findall(r"\w+", f"{_DECIDED} {_SETTLED} carried chosen ordered dismissed refused")
    + "unanimous unanimously motion resolution proposal amendment vote votes favour favor abstention abstentions "
    "abstained abstaining dissent objection objections opposition majority hands show meeting council board "
    "committee members accordingly".split()
    + [*ONES, *TENS]
)


def tells_of(matter: Matter, sentence: str) -> float:
    """How much a sentence tells of the matter by its words; 0 where it does not, or asks."""
    if is_question(sentence):
        return 0.0
    if matter is not Matter.TASKS and (labelled := _LABELLED.match(sentence)):
        none = bool(_NONE.match(labelled["what"]))
        if none or matter is Matter.DECIDED:
            return SURELY if none == (matter is Matter.OPEN) else 0.0
    if matter is Matter.DECIDED and _NOT_SO.search(sentence):
        return 0.0
    worth = next((worth for worth, pattern in _PATTERNS[matter] if pattern.search(sentence)), 0.0)
    return worth * EARLIER if _BEFORE.search(sentence) else worth


def is_bare_outcome(sentence: str) -> bool:
    """Whether it says how something went and not what: "Adopted unanimously.", "The motion was carried." """
    said = [word for word in words(sentence) if word not in FUNCTION_WORDS and not word.isdigit()]
    return bool(said) and _OUTCOMES.issuperset(said) and not is_question(sentence)
