"""Counts, lists, comparisons and extremes, answered by a deterministic pass over all transcripts.

survey       the question's result over all transcripts
plans        the wording of a question to what it asks of every transcript
topics       which sentences speak of a topic
rosters      names by transcript, and holders of an office
comparisons  two or more sides, and the evidence for each
extremes     the largest or smallest figure, and what cannot be compared
figures      amounts with their unit, scale and period
synonyms     a few near-synonyms for the verbs that questions are put in
"""
