"""Counts, lists, comparisons and extremes, answered by a deterministic pass over all transcripts.

survey     the question's result over all transcripts
requests   the wording of a question to what it asks of every transcript
gist_requests  which transcripts a line asks to sum up
breadth    whether an answer takes all there is of a thing, or several sentences, where there is no survey
sides      a question about two or more things taken apart
gathering  the best evidence of each transcript, and how likely it answers
comparing  two or more sides, and the evidence for each
listing    what several transcripts say on one thing
counting   which transcripts speak of a topic
rosters    names by transcript
gist       what transcripts say as wholes, in the sentences that say most of them
extremes   the largest or smallest figure, and what cannot be compared
figures    amounts with their unit, scale and period
results    what comes back
"""
