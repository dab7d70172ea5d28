"""What a line names takes the place of one part of the question before it, and of no other."""

import pytest

from assistant.followups.slots import thing_in
from assistant.followups.standalone import standalone_question

TOLD = "The keeper says that the work is slow. [1]"


def alone(question: str, line: str) -> str:
    return standalone_question(line, [(question, TOLD)])


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        # What the last preposition leads.
        ("What has been done for apprentices?", "what about weavers?", "What has been done for weavers?"),
        ("Summarize what was said about looms", "and flax?", "Summarize what was said about flax?"),
        ("Who works in the dye house?", "and the barn?", "Who works in the barn?"),
        ("What happened to the barge?", "and the crew?", "What happened to the crew?"),
        ("What became of the barge?", "and the crew?", "What became of the crew?"),
        ("How did they pay for rugs?", "and weavers?", "How did they pay for weavers?"),
        ("Will the guild pay for the kiln?", "and the looms?", "Will the guild pay for the looms?"),
        ("What went wrong with the loom?", "and the wheel?", "What went wrong with the wheel?"),
        ("What is wrong with the barge?", "and the pilot?", "What is wrong with the pilot?"),
        ("What has the guild done about rats?", "and mould?", "What has the guild done about mould?"),
        ("How did the guild deal with the flood?", "and the drought?", "How did the guild deal with the drought?"),
        ("How much wool was lost in barns?", "and ships?", "How much wool was lost in ships?"),
        ("Who is responsible for the looms?", "and the kiln?", "Who is responsible for the kiln?"),
        # The one who acts, for another who does.
        ("How did the mayor react to the flood?", "and the union?", "How did the union react to the flood?"),
        ("What gifts did Ann Lee bring?", "and the union?", "What gifts did the union bring?"),
        ("How did the mayor vote in May?", "and Bo Ray?", "How did Bo Ray vote in May?"),
        ("How did the mayor vote on the toll?", "and Bo Ray?", "How did Bo Ray vote on the toll?"),
        ("What is the guild's view of the toll?", "and the union?", "What is the union’s view of the toll?"),
        # A name of which a number, or a word such as talk opens with, is a part.
        ("When did Joan I rule?", "and Otto?", "When did Otto rule?"),
        ("Why did Wow Jets close?", "and Blue Jets?", "Why did Blue Jets close?"),
        ("Who was hurt in Phase I?", "and Phase II?", "Who was hurt in Phase II?"),
        # What has a price, not the price.
        ("What was the price of the barn?", "and the mill?", "What was the price of the mill?"),
        ("What was the size of the barn?", "and the rent?", "What was the rent of the barn?"),
        ("Who were the sponsors of the guild?", "and the union?", "Who were the sponsors of the union?"),
        ("What was the name of the loom?", "and the weaver?", "Who was the weaver of the loom?"),
        ("Who was the captain of the team?", "and the treasurer?", "Who was the treasurer of the team?"),
        ("Who was the captain of the team?", "and the guild?", "Who was the captain of the guild?"),
        ("What is the size of the town?", "and the mayor?", "Who is the mayor of the town?"),
        ("What was the cause of the flood?", "and the damage?", "What was the damage of the flood?"),
        ("Who are the owners of the kiln?", "and the managers?", "Who are the managers of the kiln?"),
        (
            "What is the age of the captain of the team?",
            "and the treasurer?",
            "What is the age of the treasurer of the team?",
        ),
        # The last word is what it does, or how it is.
        ("Why is the kiln smoking?", "and the looms?", "Why are the looms smoking?"),
        ("How is the kiln smoking?", "and the loom?", "How is the loom smoking?"),
        ("Why was the kiln dear?", "and the loom?", "Why was the loom dear?"),
        ("When is the parish meeting?", "and the fair?", "When is the fair?"),
        # Its verb in its number.
        ("How old is the kiln?", "and the looms?", "How old are the looms?"),
        ("Where are looms made?", "and felt?", "Where is felt made?"),
        ("Where are the dyers?", "and the mayor?", "Where is the mayor?"),
        ("Where are the dyers?", "and the crew?", "Where are the crew?"),
        # Of what it is asked whether it is so.
        ("Is the pier safe?", "and the mill?", "Is the mill safe?"),
        ("Has the pier been sold?", "and the mills?", "Have the mills been sold?"),
        # Another kind of the same: several for several.
        ("Which looms were sold?", "and spindles?", "Which spindles were sold?"),
        ("How many looms were sold?", "and wheels, roughly?", "How many wheels were sold?"),
        # "The next one" after "the fair".
        ("How was the mood of the fair?", "and the next one?", "How was the mood of the next fair?"),
        ("Who owns the kiln?", "and the other one?", "Who owns the other kiln?"),
    ],
)
def test_a_thing_stands_where_one_of_its_form_stood(question: str, line: str, standalone: str) -> None:
    assert alone(question, line) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("Which looms were sold?", "and wool?", "Which looms were sold, wool?"),
        ("How much wool was sold?", "and looms?", "How much wool was sold, looms?"),
        ("Who opened the kiln in the spring?", "and the mill?", "Who opened the kiln in the spring, the mill?"),
        ("Who opened the kiln at the fair?", "and the mill?", "Who opened the kiln at the fair, the mill?"),
        ("Who works in the summer?", "and the mill?", "Who works in the summer, the mill?"),
        ("Why did the guild close the mill?", "and Otter Hall?", "Why did the guild close the mill, Otter Hall?"),
        ("How many looms does the guild own?", "and Kent?", "How many looms does the guild own, Kent?"),
        ("Who spoke at the meeting?", "and the mill?", "Who spoke at the meeting, the mill?"),
        ("Does the ferry run on Sundays?", "and barges?", "Does the ferry run on Sundays, barges?"),
        ("How many weavers hope to leave?", "and dyers?", "How many weavers hope to leave, dyers?"),
        ("Compare the prices of rye and oats", "and barley?", "What about barley?"),
        ("Is Ann Lee the mayor?", "and the union?", "Is Ann Lee the mayor, the union?"),
        ("Was the new rule fair in Kent?", "and the toll?", "Was the new rule fair in Kent, the toll?"),
        ("Is the loom cheaper than the kiln?", "and the wheel?", "Is the loom cheaper than the kiln, the wheel?"),
        ("Is the price of rye high?", "and the hay?", "Is the price of rye high, the hay?"),
        ("What are the ins and outs of the toll?", "and the loom?", "What about the loom?"),
        ("What happened to the loom?", "and Ann Lee?", "What happened to the loom, Ann Lee?"),
        ("How was the road to the fair?", "and the first one?", "How was the road to the first fair?"),
    ],
)
def test_nothing_gives_way_to_a_thing_of_another_form(question: str, line: str, standalone: str) -> None:
    assert alone(question, line) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        # What is of a thing, or has a topic, is not another such thing.
        ("Who sleeps in the barn?", "and the rent?", "Who sleeps in the barn, the rent?"),
        ("Who pays for the barge?", "and the amount?", "Who pays for the barge, the amount?"),
        ("What happened to the kiln?", "and the lesson?", "What happened to the kiln, the lesson?"),
        ("Who asked for the loom?", "and the objections?", "Who asked for the loom, the objections?"),
        ("Is the barn full?", "and the deadline?", "Is the barn full, the deadline?"),
        ("Is the kiln built?", "and the risks?", "Is the kiln built, the risks?"),
        ("How was the barn painted?", "and the colour?", "How was the barn painted, the colour?"),
        ("How high was the rent?", "and the barn?", "How high was the rent, the barn?"),
        # Who does something is no thing, and no place to be in.
        ("Who sleeps in the barn?", "and the tenant?", "Who sleeps in the barn, the tenant?"),
        ("Who pays for the barge?", "and the thief?", "Who pays for the barge, the thief?"),
        ("How many weavers live in the village?", "and the mayor?", "How many weavers live in the village, the mayor?"),
        ("Who works at the guild?", "and the clerk?", "Who works at the guild, the clerk?"),
        ("Is the barn late?", "and the builder?", "Is the barn late, the builder?"),
        ("Why is the barn shut?", "and the tenant?", "Why is the barn shut, the tenant?"),
        ("Who sleeps in the barn?", "and the bride?", "Who sleeps in the barn, the bride?"),
        ("Is the guild closed?", "and the clerks?", "Is the guild closed, the clerks?"),
        # It may be meant for what the question begins with as well.
        ("Does the barge call at the fort?", "and the ferry?", "Does the barge call at the fort, the ferry?"),
    ],
)
def test_nothing_gives_way_to_a_thing_of_another_kind(question: str, line: str, standalone: str) -> None:
    assert alone(question, line) == standalone


@pytest.mark.parametrize(
    ("text", "plural"),
    [("costs", True), ("the looms and the wheel", True), ("young people's wages", True), ("gas", False)],
)
def test_a_line_that_only_names_something_names_one_thing(text: str, plural: bool) -> None:
    thing = thing_in(text)
    assert thing is not None
    assert (thing.text, thing.plural) == (text, plural)


@pytest.mark.parametrize("text", ["looms that broke", "in the barn", "when", ""])
def test_a_line_that_says_more_names_no_thing(text: str) -> None:
    assert thing_in(text) is None


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("and the shed by the weir - mended yet?", "The shed by the weir - mended yet (Otter Bay)?"),
        ("and the old kiln, finished and paid?", "and the old kiln, finished and paid?"),
        ("and the old kiln, was anything said of its roof?", "and the old kiln, was anything said of its roof?"),
        (
            "and list all the sums of money in the books of the guild",
            "and list all the sums of money in the books of the guild",
        ),
        ("and the loom there, is it old?", "The loom in Otter Bay, is it old?"),
        ("and linen, did anyone mention that?", "Linen, did anyone mention that (Otter Bay)?"),
    ],
)
def test_what_says_something_of_what_it_names_first_is_put_behind_no_question(line: str, standalone: str) -> None:
    assert alone("Why did the guild close the mill in Otter Bay?", line) == standalone


@pytest.mark.parametrize(
    ("question", "line", "standalone"),
    [
        ("What is the price of rye?", "and of oats?", "What is the price of oats?"),
        ("Who is the owner of the barn?", "and of the kiln?", "Who is the owner of the kiln?"),
        ("What was the dearest rug?", "and of oats?", "What about oats?"),
    ],
)
def test_what_a_thing_is_of_gives_way_to_what_else_it_is_of(question: str, line: str, standalone: str) -> None:
    assert alone(question, line) == standalone
