import pytest

from assistant.followups.standalone import standalone_question

MILL = [("When will the mill open?", "The mill opens in May. [1]")]


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("are you sure?", "When will the mill open?"),
        ("Really?", "When will the mill open?"),
        ("how do you know that?", "When will the mill open?"),
        ("says who?", "When will the mill open?"),
        ("in which meeting was that?", "When will the mill open?"),
        ("Which conversation was that?", "When will the mill open?"),
        ("where does it say that?", "When will the mill open?"),
        ("what is your source?", "When will the mill open?"),
        ("no, that is wrong", "When will the mill open?"),
        ("Sorry, what?", "When will the mill open?"),
        ("Sorry, I don't understand", "When will the mill open?"),
        ("tell me more", "Tell me more about the mill?"),
        ("anything else?", "Tell me more about the mill?"),
        ("How did that happen?", "How did that happen (mill)?"),
        ("no, I meant the loom", "When will the loom open?"),
        ("sorry, I meant about the loom", "When will the loom open?"),
        ("no, not the barn, the loom", "When will the loom open?"),
        ("I meant the loom, not the mill", "When will the loom open?"),
        ("no, why?", "Why will the mill open?"),
        ("Sorry, who built it?", "Who built the mill?"),
        ("no, I meant: who built it?", "Who built the mill?"),
        ("I meant who built it, not when", "Who built the mill?"),
        ("no, the old one", "When will the mill open, the old one?"),
        ("same for the loom", "When will the loom open?"),
        ("Same for 2019?", "When will the mill open in 2019?"),
        ("the same for June", "When will the mill open in June?"),
        ("and the same question about the loom?", "When will the loom open?"),
        ("compare that with the loom", "When will the mill open, compared with the loom?"),
    ],
)
def test_a_line_that_answers_an_answer_asks_on_from_it(line: str, standalone: str) -> None:
    assert standalone_question(line, MILL) == standalone


@pytest.mark.parametrize("line", ["Is it true that the loom burned?", "No vote was taken on the loom?"])
def test_a_line_with_a_matter_of_its_own_is_no_reaction(line: str) -> None:
    assert standalone_question(line, MILL) == line


@pytest.mark.parametrize("line", ["no, he said June", "no, the mayor said June", "No, wait", "no, no way"])
def test_a_no_that_names_no_other_thing_asks_nothing(line: str) -> None:
    assert standalone_question(line, MILL) == line


@pytest.mark.parametrize(
    ("question", "answer", "line", "standalone"),
    [
        ("Which cheese won the prize?", "The blue cheese.", "Where is it from?", "Where is the blue cheese from?"),
        ("Where does the brook rise?", "In Kent.", "what is the source?", "What is the source (the brook)?"),
        ("What is the oldest manuscript?", "The ode.", "which document is that?", "Which document is the ode?"),
        ("What is the ode about?", "Owls.", "where was it written?", "Where was the ode written?"),
        (
            "What will the pier cost?",
            "Nine.",
            "in which meeting was it decided?",
            "In which meeting was the pier decided?",
        ),
        (
            "What will the pier cost?",
            "Nine.",
            "in which meeting was that decided?",
            "In which meeting was the pier decided?",
        ),
    ],
)
def test_a_question_of_its_own_is_no_reaction(question: str, answer: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, answer)]) == standalone


def test_who_says_so_is_told_by_the_citations_of_the_same_question() -> None:
    history = [("What was the dearest rug?", "A red one."), ("what about wool?", "Ten.")]
    assert standalone_question("says who?", history) == "What about wool?"
    against = [("Who voted against (the mill)?", "Bo.")]
    assert standalone_question("says who?", against) == against[0][0]
    assert standalone_question("compare it with the loom", against) == (
        "Who voted against, compared with the loom (the mill)?"
    )


def test_what_is_recalled_is_no_participle() -> None:
    history = [("Who objected to the loom?", "Bo.")]
    assert standalone_question("tell me more", history) == "Tell me more about the loom?"
    fined = [("Who protested, who was fined?", "Bo.")]
    assert standalone_question("go on", fined) == fined[0][0]


LOOMS = [("Which town has the largest order of looms?", "The largest figure: 40 looms (“Kent”).")]


@pytest.mark.parametrize("line", ["in which meeting was that?", "says who?", "are you sure?"])
def test_what_was_told_of_all_transcripts_is_told_again_under_their_titles(line: str) -> None:
    assert standalone_question(line, LOOMS) == LOOMS[0][0]


@pytest.mark.parametrize("between", ["are you sure?", "Thanks. And tell me more", "in which meeting was that?"])
def test_the_talk_is_of_what_was_asked_before_a_doubt_or_a_wish_for_more(between: str) -> None:
    history = [*LOOMS, (between, "The transcripts do not answer this.")]
    assert standalone_question("and the smallest?", history) == "Which town has the smallest order of looms?"


def test_more_is_told_of_what_was_asked_after_and_not_of_the_order_or_the_rank() -> None:
    assert standalone_question("tell me more", [("Compare the looms with the mills", "")]) == (
        "Tell me more about the looms, the mills?"
    )
    assert (
        standalone_question("tell me more", [("Who sold the largest loom?", "Bo.")]) == "Tell me more about the loom?"
    )


def test_brackets_hold_what_was_asked_about_once() -> None:
    compared = [("Compare the looms with the mills", "Looms are dear.")]
    why = [*compared, ("why?", "Wood is dear.")]
    assert standalone_question("why?", compared) == "Why (looms, mills)?"
    assert standalone_question("who else?", why) == "Who else (looms, mills)?"
    assert standalone_question("What about wool?", [*why, ("who else?", "Bo.")]) == "What about wool?"


def test_when_somebody_said_it_and_of_what_and_where() -> None:
    said = [("What did Ann Lee say about the loom?", "It is old.")]
    when = [*said, ("when?", "In May.")]
    assert standalone_question("when?", said) == "When did Ann Lee say that about the loom?"
    assert standalone_question("and in Kent?", when) == "When did Ann Lee say that about the loom, in Kent?"
    assert standalone_question("how much?", [("What about wool?", "Ten.")]) == "How much (wool)?"
    assert standalone_question("and about wool?", [("Looms?", "Ten.")]) == "What about wool?"


def test_a_matter_of_all_meetings_stays_one_after_another() -> None:
    before = [("What do people disagree about?", "The board was against the loom.")]
    assert standalone_question("What was promised?", before) == "What was promised?"
    assert standalone_question("What was promised?", MILL) != "What was promised?"


def test_what_is_repeated_stands_alone() -> None:
    before = [("What did they decide?", "To close the mill."), ("what did they do then?", "Nothing.")]
    assert standalone_question("tell me more", before) == "What did they do then (decide)?"


def test_what_leads_up_to_a_question_is_no_part_of_it() -> None:
    before = [("Apparently, who bought the mill?", "Ann Lee.")]
    assert standalone_question("and when?", before) == "When is it that Ann Lee bought the mill?"
    assert standalone_question("are you sure?", before) == "Who bought the mill?"
