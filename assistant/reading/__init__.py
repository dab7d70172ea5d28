"""What the passages found say to a question, and whether they answer it.

reader         the span reader, the bundled one or one that is named
ranking        the sentences ranked anew with what it reads
answerability  the probability that they answer
findings       all of that for one question; ``threads`` for a line that may go on from the turn before
heard          whose words are asked for, and which sentences are theirs by the ``casts`` of the transcripts
announcing     what a sentence says is to come; ``exchanges`` what only leads up to an answer
extractive     the sentences to show; ``senses`` where several transcripts answer differently
"""
