import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followups.antecedents import antecedent
from assistant.followups.context import Context
from assistant.followups.standalone import MAX_CHARACTERS, standalone_question, thread_of
from assistant.questions.phrases import phrases_in

FERRIES = [("How many ferries will Larkhaven build?", "Larkhaven will build two ferries.")]
PRICE = [("What will the new ferry cost?", "The new ferry will cost $2.35 million.")]


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("And in Westmere?", "How many ferries will Westmere build?"),
        ("what about Otter Bay?", "How many ferries will Otter Bay build?"),
        ("and buses?", "How many buses will Larkhaven build?"),
        ("when?", "When will Larkhaven build ferries?"),
        ("Since when?", "Since when will Larkhaven build ferries?"),
        ("When will they sail?", "When will the ferries sail (Larkhaven)?"),
        ("And when will they sail?", "When will the ferries sail (Larkhaven)?"),
    ],
)
def test_a_line_that_leans_on_a_count_takes_what_was_counted(line: str, standalone: str) -> None:
    assert standalone_question(line, FERRIES) == standalone


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("And when will it sail?", "When will the new ferry sail?"),
        ("Who will build it?", "Who will build the new ferry?"),
        ("Who said that?", "Who said that (the new ferry)?"),
        ("Who proposed that?", "Who proposed the new ferry?"),
        ("What is its length?", "What is the new ferry’s length?"),
    ],
)
def test_it_is_the_thing_asked_about_and_the_first_question_is_not_asked_again(line: str, standalone: str) -> None:
    assert standalone_question(line, PRICE) == standalone


@pytest.mark.parametrize(
    ("question", "answer", "line", "standalone"),
    [
        ("Who opened the hearing?", "Ingrid Solberg, the mayor.", "How old is she?", "How old is Ingrid Solberg?"),
        ("Where will it dock?", "In Otter Bay, beside the mill.", "Who works there?", "Who works in Otter Bay?"),
        ("Who builds the pier?", "Halden Marine.", "What does the company charge?", "What does Halden Marine charge?"),
        (
            "Who opened it?",
            "Ann Lee, governor of Kent.",
            "What did the governor say?",
            "What did the governor of Kent say?",
        ),
        ("How many people sailed in 2024?", "Ninety.", "and in 2023?", "How many people sailed in 2023?"),
        ("How many people sailed in 2024?", "Ninety.", "and two years earlier?", "How many people sailed in 2022?"),
        ("How many people sailed in 2024?", "Ninety.", "and seven years earlier?", "How many people sailed in 2017?"),
        ("What does the first pier cost?", "A crown.", "And the second one?", "What does the second pier cost?"),
    ],
)
def test_persons_places_companies_and_times_are_made_out(
    question: str, answer: str, line: str, standalone: str
) -> None:
    assert standalone_question(line, [(question, answer)]) == standalone


@pytest.mark.parametrize(
    ("question", "answer", "line", "standalone"),
    [
        # Nouns that only lead up to what is meant, and owners.
        ("what's the news of that miller's barn?", "It burned.", "who paid for it?", "Who paid for the barn?"),
        ("what's the matter with the pier?", "It sinks.", "Was it mended?", "Was the pier mended?"),
        # Words run together, adverbs, dates and figures are nothing that "it" and "they" could be.
        ("whats wrong with the pier?", "It sinks.", "Who built it?", "Who built the pier?"),
        ("Was the toll raised far?", "By a crown on 6 April.", "Who pays it?", "Who pays the toll?"),
        (
            "Who pays for the dam?",
            "It yields 480 megawatts.",
            "What did they promise the millers?",
            "What did they promise the millers?",
        ),
        # What has a name, an article or a mind of its own is.
        ("Who dug the well?", "Ann Lee.", "How deep is it?", "How deep is the well?"),
        ("Who owns Long Island?", "Ann Lee.", "How big is it?", "How big is it (Long Island)?"),
        ("Who led the march?", "Ann Lee.", "When did it start?", "When did the march start?"),
        ("What does the letter say?", "It means war.", "Who wrote it?", "Who wrote the letter?"),
        ("What do the unions want?", "Pay.", "What did they promise?", "What did the unions promise?"),
        ("Where do the trains run?", "North.", "When are they expected?", "When are the trains expected?"),
        ("What runs north?", "Two trains.", "When are they expected?", "When are the two trains expected (the north)?"),
        ("How tall is the mill?", "It is tall.", "Is that the tallest?", "Is the mill the tallest?"),
        # Who says something is no thing, and what is decided is no other thing than it says.
        ("What does the keeper say?", "The ferry is late.", "Is it cheap?", "Is the ferry cheap?"),
        (
            "Who had a share in it?",
            "The bakers.",
            "So who led the project?",
            "Who led the project (the share)?",
        ),
        ("What does the old lady think?", "It is ugly.", "What does the mayor think?", "What does the mayor think?"),
        ("Who objects?", "The bakers.", "Will there be a tunnel in Kent?", "Will there be a tunnel in Kent?"),
        # A place or a body has a governor; its trade has none.
        (
            "How large is trade with Kent Shire?",
            "It is small.",
            "Who is its governor?",
            "Who is Kent Shire’s governor?",
        ),
        ("What does the Otter line carry?", "Coal.", "Who is its director?", "Who is the Otter line’s director?"),
        ("When was the mill built?", "In May.", "Who is its director?", "Who is the mill’s director?"),
        # Who holds an office is asked, not what its holder is; and a general manager is no general.
        ("Who is Ann Lee?", "A smith.", "Who is the director?", "Who is the director (Ann Lee)?"),
        ("Who is Ann Lee?", "A smith.", "What does the general manager say?", "What does the general manager say?"),
        ("What did Ann Lee weave?", "A rug.", "Which meetings are there?", "Which meetings are there?"),
        ("What did Ann Lee weave?", "A rug.", "list all the transcripts", "list all the transcripts"),
        ("How many talks mention looms?", "3 of 9.", "which ones?", "Which talks mention looms?"),
        ("How many talks mention looms?", "3 of 9.", "And which of them?", "Which talks mention looms?"),
        ("What is flax used for?", "The dye works of Bo sell it.", "Who grows it?", "Who grows the flax?"),
        (
            "How large is the debt?",
            "Nine pounds.",
            "compared to last year?",
            "How large is the debt, compared to last year?",
        ),
        (
            "Who is against the loom?",
            "They voted on 11 September, and Bo Amble lost.",
            "why",
            "Why is it that Bo Amble is against the loom?",
        ),
        ("What is this about?", "They lean towards the former.", "who is the mayor", "who is the mayor"),
        # What goes with the road goes with nothing else.
        (
            "When will the road to the mill be built?",
            "In May.",
            "and the barn?",
            "When will the road to the mill be built, the barn?",
        ),
        ("Who is the mayor of Kent?", "Ann Lee.", "Who was the mayor in 2019?", "Who was the mayor of Kent in 2019?"),
        ("What does the pilot cost?", "The pilot costs $5.", "When does it start?", "When does the pilot start?"),
        (
            "Who came to the hall?",
            "The evacuees came with dogs.",
            "What did they demand?",
            "What did the evacuees demand (the hall)?",
        ),
        # Something else of another: nothing of the question before.
        (
            "How did the vote among the Kent weavers go?",
            "They won.",
            "what about the rent of the Kent dyers",
            "What about the rent of the Kent dyers?",
        ),
        (
            "What was the rent of the Kent dyers in 2040?",
            "Nine.",
            "And the wage?",
            "What was the wage of the Kent dyers in 2040?",
        ),
        # What a line was recalled with is what "it" is.
        (
            "How many people fell ill (wool fever)?",
            "Nine.",
            "How much did it cost?",
            "How much did the wool fever cost?",
        ),
        ("What were the objections?", "The treasurer was against the loom.", "Who bought it?", "Who bought the loom?"),
        (
            "What does the bill need?",
            "Two thirds must agree. The Kent weavers want it.",
            "Who leads them?",
            "Who leads the Kent weavers?",
        ),
        # One thing in the place of another of the same form.
        (
            "How large is trade with Kent Shire?",
            "Small.",
            "What about fishing?",
            "How large is fishing with Kent Shire?",
        ),
        ("How old is the bridge?", "Nine years.", "And the tunnel?", "How old is the tunnel?"),
        ("What did the loom cost?", "Ten pounds.", "And the wheel?", "What did the wheel cost?"),
        ("What did Bo pay for the loom?", "Ten pounds.", "and for the wheel?", "What did Bo pay for the wheel?"),
        ("Who built the pier in spring?", "Bo did.", "and in autumn?", "Who built the pier in autumn?"),
        (
            "Why did the loom break?",
            "It was old.",
            "And the weavers, were they hurt?",
            "The weavers, were they hurt (the loom)?",
        ),
        # What we say ourselves is not what was told.
        (
            "Who is Ann Lee and why?",
            "Both questions, in their order: A smith. [1]",
            "Is it hers?",
            "Is the smith Ann Lee’s?",
        ),
        (
            "Which transcripts mention lace?",
            "2 of 5 transcripts mention “lace” [1][2]:\n\nTalk with a weaver (3 May): The loom stood still. [1]\n\n"
            "Talk with a dyer (4 May 2020): The vat leaked. [2]",
            "What did it cost?",
            "What did the loom cost?",
        ),
        (
            "Which talk names the largest sum?",
            "The largest sum, of 2 of 5 transcripts that give one: $4 million [1] (“Talk with a weaver”).\n\n"
            "Talk with a weaver (3 May): The loom stood still for $4 million. [1]",
            "What did it weave?",
            "What did the loom weave?",
        ),
        (
            "Which sums are mentioned about cloth?",
            "2 of 5 transcripts give sums of money with “cloth” [1]:\n\n"
            "Talk with a weaver (3 May): The loom cost $4. [1]",
            "Who bought it?",
            "Who bought the loom?",
        ),
        (
            "Who said “stand still for me”?",
            "These words stand in 1 of 5 transcripts, said by Bo [1]:\n\n"
            "Talk with a weaver (3 May): The loom stood. [1]",
            "Who bought it?",
            "Who bought the loom?",
        ),
        (
            "Which companies were named in each talk?",
            "2 companies named in 2 of 5 transcripts [1]:\n\nA talk – Tarn Works: The loom of Tarn Works. [1]",
            "What did it cost?",
            "What did the loom of Tarn Works cost?",
        ),
        ("Who is Ann Lee?", "Mayor Ann Lee heads the choir.", "What does she sing?", "What does Ann Lee sing?"),
        ("Who heads the choir?", "Mayor Ann Lee heads it.", "What does she sing?", "What does Mayor Ann Lee sing?"),
        ("Who is Ann Lee?", "Bo Ray gave it to Ann Lee, the mayor.", "What did she do?", "What did Ann Lee do?"),
        (
            "Which transcripts mention lace?",
            "2 of 5 transcripts mention “lace”: “Talk with a weaver”; “Talk with a dyer”. The loom stood still. [1]",
            "What did it cost?",
            "What did the loom cost?",
        ),
        ("Is there anything?", "None of the 5 transcripts mentions “lace”.", "What did it cost?", "What did it cost?"),
        (
            "Who mends the mill?",
            "The transcripts do not answer this. The nearest they come is below.",
            "Why?",
            "Why is it that someone mends the mill?",
        ),
    ],
)
def test_nothing_stands_for_it_that_is_no_thing(question: str, answer: str, line: str, standalone: str) -> None:
    assert standalone_question(line, [(question, answer)]) == standalone


@pytest.mark.parametrize(
    ("line", "standalone"),
    [
        ("Who said “they will not move it”?", "Who said “they will not move it”?"),
        ('Where does "it is theirs" stand?', 'Where does "it is theirs" stand?'),
        ("Why did she say “it is theirs”?", "Why did Ann Lee say “it is theirs”?"),
    ],
)
def test_words_in_quotation_marks_lean_on_nothing(line: str, standalone: str) -> None:
    assert standalone_question(line, [("Who leads the choir?", "Ann Lee leads the choir.")]) == standalone


@pytest.mark.parametrize(
    "line",
    [
        "What is the capital of Norway?",
        "Is there a bridge across the old river?",
        "How much does Otter Bay pay for its buses?",
        "Is it true that apples ripen early?",
        "How does the crane lift and what does it weigh?",
        "I was there yesterday and it rained all day.",
    ],
)
def test_a_new_topic_is_left_as_it_is(line: str) -> None:
    assert standalone_question(line, FERRIES) == line


@pytest.mark.parametrize(
    "line", ["OK, different subject: how old is the atlas?", "Thanks. Now to the moon: how old is the atlas?"]
)
def test_an_announced_new_topic_sheds_its_announcement(line: str) -> None:
    assert standalone_question(line, FERRIES) == "How old is the atlas?"


def test_the_last_turn_counts_and_an_older_one_only_where_the_last_offers_nothing() -> None:
    older = [("How many trams has Westmere?", "Nine.")]
    assert "Larkhaven" in standalone_question("And when will they sail?", [*older, *FERRIES])
    history = [("How many piers did Ingrid Solberg order from Halden?", "Nine."), ("How many have come?", "Five.")]
    asked = standalone_question("Since when has she been without those five?", history)
    assert asked == "Since when has Ingrid Solberg been without those five?"
    history = [("Who opened the hearing?", "Ingrid Solberg."), ("When?", "At noon.")]
    assert "Ingrid Solberg" in standalone_question("How old is she?", history)


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=6))
def test_any_line_after_any_history_is_one_line_of_text(line: str, history: list[tuple[str, str]]) -> None:
    assert isinstance(standalone_question(line, history), str)


def test_words_run_together_and_adverbs_are_no_noun_phrases() -> None:
    text = "whats the plan and why don't they move far away, yes"
    assert [phrase.bare for phrase in phrases_in(text)] == ["plan"]


def test_dates_and_bare_participles_are_nothing_to_point_back_to() -> None:
    context = Context("What bothered the crew?", "On 6 April the ropes were cut.", {})
    assert [phrase.bare for phrase in context.asked()] == ["crew"]
    assert "6 April" not in [phrase.bare for phrase in context.told()]


@pytest.mark.parametrize(
    ("question", "answer", "kind", "meant"),
    [
        ("What runs there?", "480 megawatts and the pumps.", "plural", "the pumps"),
        ("How much?", "480 megawatts.", "plural", ""),
        ("What did the yard buy?", "4,800 chips and new boats.", "plural", "the new boats"),
        ("How is the mill run?", "Ann Lee leads it.", "plural", "the mill"),
        ("What happened?", "The ferries left the harbour.", "thing", "the harbour"),
        ("Who is in charge of the mill?", "Ann Lee.", "thing", "the mill"),
    ],
)
def test_the_likelier_of_several_is_meant(question: str, answer: str, kind: str, meant: str) -> None:
    assert antecedent(Context(question, answer, {}), kind) == meant


@pytest.mark.parametrize(
    ("history", "line", "standalone"),
    [
        (
            ("Who?", "The transcripts do not answer this. The nearest they come is below."),
            "What does it cost?",
            "What does it cost?",
        ),
        (("What happened in Kent?", "A storm."), "Will there be a new tunnel?", "Will there be a new tunnel?"),
        (
            ("Was the pump mended?", "Yes."),
            "What is done so that it never breaks again?",
            "What is done so that it never breaks again?",
        ),
    ],
)
def test_words_that_stand_for_nothing_stay(history: tuple[str, str], line: str, standalone: str) -> None:
    assert standalone_question(line, [history]) == standalone


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Summarize the Larkhaven meeting", ["Summarize", "Larkhaven meeting"]),
        ("What is the new building for?", ["new building"]),
        ("Was Ann Lee meeting the mayor?", ["Ann Lee", "mayor"]),
        ("What did Ann Lee commit to?", ["Ann Lee"]),
        ("What is that exactly?", []),
        ("What was bothering the pilots?", ["pilots"]),
        ("The barge hit the gate", ["barge", "gate"]),
    ],
)
def test_a_verb_is_no_part_of_a_phrase_and_a_noun_that_looks_like_one_is(text: str, bare: list[str]) -> None:
    assert [phrase.bare for phrase in phrases_in(text)] == bare


PIER = ("How is Larkhaven doing?", "The planks are rotten. Two forecasts were wrong. [1]")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("When will they be replaced?", "When will the planks be replaced (Larkhaven)?"),
        ("Why are they rotten?", "Why are the planks rotten (Larkhaven)?"),
        ("What did they decide about it?", "What did they decide about Larkhaven?"),  # planks decide nothing
        ("Did they sign the contract?", "Did they sign the contract?"),
        ("the school, what did they say about the pier?", "the school, what did they say about the pier?"),
    ],
)
def test_things_do_nothing_of_what_people_do(line: str, read: str) -> None:
    assert standalone_question(line, [PIER]) == read


def test_who_acts_may_be_told_by_the_answer() -> None:
    before = [("Who stood in the way?", "Two landowners did. [1]")]
    in_front = "the growers, what did they want?"
    assert standalone_question(in_front, before) == in_front
    assert standalone_question("What did they want?", before) == "What did the two landowners want?"


def test_a_question_about_all_transcripts_goes_on_from_nothing() -> None:
    history = [("What did Ann Lee weave?", "A rug.")]
    assert thread_of("Which meetings are there?", history) is None
    assert thread_of("Which meetings liked it?", history) is not None


def test_which_of_two_asked_of_in_turn_names_them() -> None:
    history = [("How much will the mill cost?", "Nine pounds."), ("and the loom?", "Ten pounds.")]
    assert standalone_question("which is cheaper", history) == "Which is cheaper, the mill or the loom?"
    assert standalone_question("which is cheaper", history[:1]) == "Which is cheaper (the mill)?"
    promised = [("What did Ann Lee promise?", "A mill."), ("What did Bo Ray promise?", "A loom.")]
    assert " or " not in standalone_question("Which has been built?", promised)
    opened = [("When was the mill opened?", "In May."), ("When was the mill closed?", "In June.")]
    assert " or " not in standalone_question("Which was later?", opened)
    other = [("How much will the mill cost?", "Nine pounds."), ("Who is Bo Amble?", "A weaver.")]
    assert " or " not in standalone_question("which is cheaper", other)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        # A question's helping verb is followed by its subject and then by its verb.
        ("How much did each of the barns shelter?", ["barns"]),
        ("What does Marn glean from it?", ["Marn"]),
        ("Did they plough fields?", ["fields"]),
        ("Who will succeed Marn?", ["Marn"]),
        ("How often does the night ferry in Kent run?", ["night ferry", "Kent"]),
        ("Could a fire still harm the mill wheel?", ["fire", "harm", "mill wheel"]),
        ("What will the Kent dyers and the smiths weave?", ["Kent dyers", "smiths weave"]),
        ("Who mends the looms?", ["looms"]),
        ("Did anyone praise Ann Lee?", ["Ann Lee"]),
        # Verbs that no noun looks like, and nouns that look like verbs behind what describes them.
        ("the Anvil lies near the mill", ["Anvil", "near", "mill"]),
        ("Our lead shrank in spring", ["lead", "spring"]),
        ("What was the biggest cost?", ["biggest cost"]),
        ("What did the ferry cost?", ["ferry"]),
        ("How long would the second one last?", ["second"]),
    ],
)
def test_the_verb_of_a_question_is_no_part_of_its_subject(text: str, bare: list[str]) -> None:
    assert [phrase.bare for phrase in phrases_in(text)] == bare


@pytest.mark.parametrize(
    ("turns", "line", "standalone"),
    [
        # Whom "he" and "she" can be.
        (
            [("What does Marn think of the loom?", "Ingrid Solberg likes it.")],
            "what does he want?",
            "What does Marn want?",
        ),
        ([("Who opened it?", "Mrs Orla Tarn did.")], "who is he?", "who is he?"),
        (
            [("What does Ann Lee want?", "A loom."), ("does she sing?", "Yes.")],
            "who is he?",
            "who is he?",
        ),
        (
            [("What does Ann Lee say to Bo Amble?", "No."), ("what does she sew?", "Rugs.")],
            "did he like her?",
            "Did Bo Amble like Ann Lee?",
        ),
        # Who somebody is, is no thing; nor is a quality, or what was counted.
        (
            [("Who asked for more?", "Bo Amble, a weaver from Kent, asked for the loom.")],
            "what does it weigh?",
            "What does the loom weigh?",
        ),
        ([("How many smiths fell sick?", "Nine. The mill closed.")], "was it bad?", "Was the mill bad?"),
        (
            [("How many rugs did Ann Lee sell?", "Nine, for the mill.")],
            "how much was that?",
            "How much was that (Ann Lee)?",
        ),
        # "That" of what was said, and before a verb.
        (
            [("What did Bo say about the mill?", "It leaks.")],
            "what did Ann reply to that?",
            "what did Ann reply to that?",
        ),
        (
            [("What will the sluice spare?", "Nine.")],
            "how much does that spare?",
            "How much does the sluice spare?",
        ),
        (
            [("Will big rugs be forbidden?", "Yes. The mill wins.")],
            "how much does that spare?",
            "how much does that spare?",
        ),
        # Two pronouns are not the same thing twice.
        ([("When did the smiths come?", "In May.")], "did they like it?", "Did the smiths like it?"),
        # What stands in front of a clause.
        (
            [("Who was for the loom?", "Ann Lee.")],
            "what about the smith, what did he say?",
            "What did the smith say (the loom)?",
        ),
        # One matter in the place of another, and what was put behind before gives way.
        ([("What did Bo reply?", "No.")], "what about the mill?", "What did Bo reply about the mill?"),
        ([("What did the smith say about the mill?", "No.")], "and Marn?", "What did Marn say about the mill?"),
        ([("Who was against the mill?", "Bo.")], "and the loom?", "Who was against the loom?"),
        ([("Who was for the mill?", "Bo.")], "and against?", "Who was against the mill?"),
        ([("What was the dearest rug?", "A red one.")], "what about wool?", "What about wool?"),
        (
            [("When will the road to the mill be built?", "In May."), ("and the barn?", "In June.")],
            "and the loom?",
            "When will the road to the mill be built, the loom?",
        ),
        ([("Tell me about Kent", "It is wet.")], "and the loom?", "Tell me about the loom?"),
        ([("Which barn was better for the owls?", "None.")], "and the loom?", "Which barn was better for the loom?"),
        (
            [("Which mills are there?", "Three."), ("when was the first of them built?", "In May.")],
            "what about the loom?",
            "When was the loom built?",
        ),
        # The former clause under another question word.
        ([("What does Bo want?", "A mill.")], "and why?", "Why does Bo want that?"),
        ([("What does Bo want?", "A mill.")], "how come?", "Why does Bo want that?"),
        ([("Was the rye watered?", "No.")], "why not?", "Why was the rye not watered?"),
        ([("Who wanted the mill?", "Bo.")], "who else?", "Who else wanted the mill?"),
        ([("Who will the dyers hire?", "Bo Amble.")], "for how long?", "For how long will the dyers hire Bo Amble?"),
        (
            [("Which is the strongest?", "The red mill is the strongest.")],
            "who bought it?",
            "Who bought the red mill?",
        ),
        # What a line leans on was asked about, not only told.
        (
            [("What was settled about the mill fire?", "The board left.")],
            "who was against?",
            "Who was against (the mill fire)?",
        ),
    ],
)
def test_a_talk_is_followed(turns: list[tuple[str, str]], line: str, standalone: str) -> None:
    assert standalone_question(line, turns) == standalone


@pytest.mark.parametrize("said", ["compare it with the mill ", "3 of the ", "no sorry ", "compare it with "])
def test_a_talk_of_the_longest_turns_is_read_in_a_moment(said: str) -> None:
    turn = (said * 400)[:4000]
    begun = time.thread_time()
    alone = standalone_question("compare it with the loom", [(turn, turn)] * 4)
    assert time.thread_time() - begun < 0.3
    assert len(alone) <= MAX_CHARACTERS


def test_a_text_without_a_stop_is_cut_into_phrases_in_a_moment() -> None:
    begun = time.thread_time()
    assert len(phrases_in("3 of the " * 2000)) > 100
    assert time.thread_time() - begun < 1


def test_a_question_that_would_grow_too_long_stays_as_it_was_typed() -> None:
    long = f"When will {'the mill and ' * 140}the barn open?"
    assert len(long) < MAX_CHARACTERS
    line = f"compare it with {'the loom and ' * 20}the wheel"
    assert standalone_question(line, [(long, "In May.")]) == line


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("How do they want to solve them?", []),
        ("Who tries to mend the loom?", ["loom"]),
        ("Who went to school the day after?", ["school", "day"]),
    ],
)
def test_what_somebody_wants_to_do_is_no_thing(text: str, bare: list[str]) -> None:
    assert [phrase.bare for phrase in phrases_in(text)] == bare


@pytest.mark.parametrize(
    ("question", "standalone"),
    [
        ("Why on earth rugs and lace?", "Who liked the lace?"),
        ("What the hell happened to the loom?", "Who liked the loom?"),
    ],
)
def test_what_only_stressed_a_question_before_is_no_thing(question: str, standalone: str) -> None:
    assert standalone_question("who liked it?", [(question, "It was a hard year. [1]")]) == standalone


def test_it_is_what_has_the_name_and_not_the_name() -> None:
    history = [("What is the name of the new loom of Kent?", "Ada.")]
    assert standalone_question("Who built it?", history) == "Who built the new loom of Kent?"
