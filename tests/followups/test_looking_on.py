"""A line of something else, once its own answer stands outside the talk, is left as it was found alone."""

from dataclasses import replace

from assistant.assistant import Assistant
from assistant.followups.standalone import thread_of

TELESCOPES = "How many telescopes did the library lend to local families?"
ATLAS = ("Which book is oldest?", "Our oldest book is an atlas of the moon.")
PIER = ("Who warned about the pier?", "Harbour master Tomas Okafor warned that the pier needs repairs first. [1]")


def test_what_is_of_something_else_is_found_alone(assistant: Assistant) -> None:
    finder = assistant.finder.for_one_question()
    thread = thread_of(TELESCOPES, [PIER])
    assert thread is not None
    alone = finder.look(TELESCOPES, None)
    assert finder.look_on(thread, alone, None) is alone
    assert finder.look_on(replace(thread, anew=False), alone, None) is not alone


def test_what_is_answered_where_the_talk_was_goes_on_from_it(assistant: Assistant) -> None:
    finder = assistant.finder.for_one_question()
    thread = thread_of(TELESCOPES, [ATLAS])
    assert thread is not None
    assert thread.anew
    alone = finder.look(TELESCOPES, None)
    assert finder.look_on(thread, alone, None) is not alone
