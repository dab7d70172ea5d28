"""Passages found, and how well they bear on a question.

hybrid     by meaning and by words, fused and reordered
evidence   the features of a passage or a sentence, and the weights that combine them
reranking  a cross-encoder, where one is named
retriever  the search for LangChain
"""
