"""Words by what they are in a sentence, as far as a noun phrase is told by it: verbs, adverbs, predicates."""

# Words that end no noun phrase and begin none: adverbs, answers, what is said of things,
# and question words and negations run together.
NO_NOUNS = frozenset(
    """again ago ahead afterwards almost already also altogether anyway apart away back better best early else even ever
    far forward further here indeed instead late later least less long maybe mostly never nearly now off often once only
    outside perhaps quite rather really sometimes soon still then therefore thus today together tomorrow twice well yes
    yesterday yet okay ok actually exactly beforehand worse either neither whats whos wheres whens hows whys thats
    theres dont doesnt didnt isnt arent wasnt werent cant couldnt wont wouldnt havent hasnt hadnt theyd theyre theyve
    youre im ive
    abroad anywhere everywhere somewhere nowhere everyone everybody everything nothing nobody whereas
    afraid aware unaware alone alive ashamed glad sorry unable
    """.split()
)
# They are said of things, unless a noun follows them: "are the weavers happy?", but "true happiness".
PREDICATES = frozenset("unhappy happy sure keen able willing unwilling wrong true likely unlikely proud".split())

PLAIN_VERBS = frozenset(
    """
    add agree aim announce appear apply ask became become began begin believe belong bid block blow break bring broke
    bought brought build built buy call came carry cause change choose close come complain contain continue cost cover
    cut decide deliver demand deny depend describe die dislike divide do draw drop earn employ enter estimate exceed
    expect explain fail fall feel fell fight fill find finish fly follow found gave get give go grew grow
    guarantee handle happen hear held help hold hope include increase insist invest join keep kept last lead
    learn leave led left lend like list live lose lost made make mean meet mention met move need occur offer
    open operate own paid pay plan prevent prefer produce promise propose protest provide put reach read receive
    recommend reduce refuse remain remove repair replace reply report request require respond rise rose run runs
    ran sail said saw say see seem sell send sent serve set show shut sign sit sold speak spend spent stand
    start stay stop stood suffer suggest supply support take taken talk tell think told took train travel treat
    try turn use visit vote want warn weigh went win wish won work worry worth write wrote used ride rode sat spoke drew
    drove flew fought chose hung shook stuck taught threw woke wore bore lay fled sought swore resign settle got hit
    gone given known shown grown broken chosen driven eaten fallen forgotten spoken stolen supposed forbidden eat ate
    arose awoke
    blew crept dealt drank froze forbade forgot knelt leapt lent meant rang sang sank shone shrank slept sped sprang
    stole swam swept swung swell tore wept withdrew withstood understood undertook overcame succeed heard consider
    """.split()
)
# Those whose stem is a noun's as well: "it saves", but "the savings".
VERB_FORMS = frozenset(
    """lie lies lay lays save saves accept accepts admit admits agree agrees allow allows argue argues arrive arrives
    avoid avoids attend attends confirm confirms disagree disagrees exist exists intend intends oppose
    opposes goes""".split()
)

ALSO_NOUNS = frozenset(
    """aim block break call cause change cost cover cut demand draw drop fall fight hold increase move need offer plan
    promise repair reply report request rise run show stand start stay stop supply support talk train treat turn use
    visit vote win work worry""".split()
)
