"""A line of a conversation as a question that stands alone.

lines        what kind of line it is
standalone   what it points back to, put in; and what it may go on from
ellipsis     a line that is no whole question; ``going_on`` is one after a question over all transcripts
pronouns     what "it", "they" and "the company" stand for; ``antecedents`` is what the turn before offers them
"""
