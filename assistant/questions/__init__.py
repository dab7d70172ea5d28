"""What a question asks: its words, the kind of answer, the time and the transcripts that it names.

question       the question as read against a corpus; ``spelling`` mends its words
topics         what it is about, without the words that ask; ``framing`` is those of questions over transcripts,
               ``general_words`` those that only call the topic something ("problems")
sayings        whose words it asks for; ``numbered`` which thing by its number
phrases        noun phrases in running English; ``bare_clauses`` finds the clause in "the lamps people have"
periods        when it says
scopes         the transcripts that it narrows itself to; ``designation`` and ``succession`` read how it calls them
requests       what it asks of all transcripts, as a ``survey_request``: a count, a list, an extreme, names; ``roles``
               is what the names go by, ``agreement`` the verb that says that there are several
matters        what a meeting decided, left open or gave to do, or how it went, where that is asked
meeting_words  what people call transcripts and meetings
"""
