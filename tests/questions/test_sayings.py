import pytest

from assistant.questions.sayings import asked_speaker


@pytest.mark.parametrize(
    ("question", "names", "office"),
    [
        ("What did Brita Solle say about the pump?", {"brita", "solle"}, ""),
        ("What does Mrs Solle think of the pump?", {"solle"}, ""),
        ("Please, what did Mayor Solle promise the growers?", {"solle"}, ""),
        ("What did the baker Brita Solle say about flour?", {"brita", "solle"}, ""),
        ("What did the clerk say about the pump?", set(), "clerk"),
        ("What did the Town Clerk say about the pump?", set(), "town clerk"),
        ("What did the governor of North Cape want?", set(), "governor"),
        ("What is Solle's opinion on the pump?", {"solle"}, ""),
        ("Solle's view of the pump?", {"solle"}, ""),
        ("What was Solle's first warning about the pump?", {"solle"}, ""),
        ("What question did Solle put to the growers?", {"solle"}, ""),
        ("What was the opinion of the chair on the pump?", set(), "chair"),
        ("How did Solle react to the growers' letter?", {"solle"}, ""),
        ("Why does Brita Solle want a pump?", {"brita", "solle"}, ""),
        ("Did Solle say anything about the pump?", {"solle"}, ""),
        ("According to Solle, what does the pump cost?", {"solle"}, ""),
        ("What does the pump cost according to Solle?", {"solle"}, ""),
    ],
)
def test_whose_words_are_asked_for(question: str, names: set[str], office: str) -> None:
    asked = asked_speaker(question)
    assert asked is not None
    assert (asked.names, asked.office) == (names, office)


@pytest.mark.parametrize(
    "question",
    [
        "What did they say about the pump?",
        "What did people say about the pump?",
        "What was said about the pump?",
        "What did he say about the pump?",
        "What did Solle and Marle say about the pump?",
        "What did Solle's mother say about the pump?",
        "What did the clerk's letter say about the pump?",
        "What did a grower say about the pump?",
        "What does the pump cost?",
        "Who is Brita Solle?",
        f"What did Solle say about {'the pump and ' * 40}the well?",
    ],
)
def test_nobodys_words_are_asked_for(question: str) -> None:
    assert asked_speaker(question) is None


def test_a_form_of_address_is_kept_beside_the_name() -> None:
    asked = asked_speaker("What did Mrs. Solle say?")
    assert asked is not None
    assert asked.address == {"mrs"}
