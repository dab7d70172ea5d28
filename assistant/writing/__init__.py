"""How an answer is put into words: as quotes, as a refusal with what to ask instead, or in a chat model's sentences.

endings     which of these it is
outcomes    the events of quotes and of refusals
refusals    the words of a refusal; ``suggestions`` is what can be asked instead
generative  a chat model's answer, held to its passages; ``prompting`` is what it is given, ``manners``, ``marks`` and
            ``thinking`` read what it puts round its sentences
models      chat models by name, ``gguf`` files among them; ``replies`` and ``failures`` are what comes of asking one
rewriting   a follow-up made to stand alone by a chat model
masking     keys kept out of what is said
"""
