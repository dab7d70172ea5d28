"""What one passage cannot answer: counts, lists, comparisons, extremes, summaries, and questions about the transcripts.

All of it is a deterministic pass over the transcripts, and each result cites what it rests on.

What is asked, by the wording alone, beside what ``questions.requests`` reads:

sides          of two or more things, each as a question of its own; ``spans`` is where they stand, ``wording`` words it
asked_figures  for a figure, and of which kind; ``coins`` is the money of a corpus that counts in no known currency
gist_requests  for a summary, and of which transcripts
breadth        for all there is of a thing, or several sentences, where no survey could be made

What is told:

survey         of all transcripts, by the request or by ``sides``; ``bounds`` is what is read of a large corpus
gathering      the best evidence of each transcript, and how likely it answers
counting       which transcripts speak of a topic
listing        what several say on one thing; ``course`` is the same by date
rosters        the names in each; ``holders`` of an office, ``kinds`` of things
told_figures   the figures that are given; ``quotations`` is words looked up
identity       who somebody is, what a thing with a name is
comparing      the evidence for each side; ``verdicts`` is which has the greater figure
extremes       the largest or smallest figure, and what cannot be compared
workings       differences, multiples, growth, totals, averages, ranks; ``operands`` is the figures that go in,
               read by ``statements`` and ``readings``; ``outright`` what is told already, ``hedges``,
               ``written_figures`` how it is said
gist           what transcripts say as wholes, in the sentences that say most of them, none of which is a ``courtesy``
resolutions    what a meeting decided, left open and gave to do; ``proceedings`` is how it went,
               ``company`` what a sentence of either needs beside it
occurrences    how often a thing is named, and where most
collection     when the transcripts are of, which is longest
speakers       who speaks in them
results        what comes back from any of these
"""
