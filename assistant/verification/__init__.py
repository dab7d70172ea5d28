"""What is written, held to the words that it cites.

citing      citations made from stored sentences
claims      what a chat model wrote, read as claims
written     each of them held to its passages
support     whether a quote bears a sentence out, by ``checks`` that each name what is wrong
entailment  the same by an NLI model, where one is named
"""
