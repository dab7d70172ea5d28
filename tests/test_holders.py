import pytest

from assistant.surveys.holders import called, in_full, is_office, singular
from assistant.surveys.requests import read_role

PEOPLE = ("Nora Quill", "Piet Varga")


@pytest.mark.parametrize(
    ("noun", "text", "names"),
    [
        ("mayor", "Mayor Nora Quill received us.", ["Nora Quill"]),
        ("mayor", "We met with Mayor of Norland’s East Shire Nora Quill on Monday.", ["Nora Quill"]),
        ("mayor", "The mayor, Nora Quill, and the mayor of Elmstead, Piet Varga, came.", ["Nora Quill", "Piet Varga"]),
        ("mayor", "Nora Quill, the mayor of Brackwater, was late.", ["Nora Quill"]),
        ("mayor", "Nora Quill (mayor) and Deputy Mayor Piet Varga came.", ["Nora Quill"]),
        ("deputy mayor", "Nora Quill (mayor) and Piet Varga (deputy mayor) came.", ["Piet Varga"]),
        ("mayor", "In those years Nora Quill was the mayor.", ["Nora Quill"]),
        ("ship", "They towed the ship Halcyon Star into Brackwater.", ["Halcyon Star"]),
        ("ship", "The Halcyon Star, our oldest ship, sank; the other ship was named Tern.", ["Halcyon Star", "Tern"]),
    ],
)
def test_a_name_goes_by_the_noun_that_stands_before_it_or_beside_it(noun: str, text: str, names: list[str]) -> None:
    assert called(noun, text, PEOPLE) == names


@pytest.mark.parametrize(
    ("noun", "text"),
    [
        ("mayor", "The Mayor of Brackwater said nothing."),
        ("mayor", "Nora Quill received the mayor of Elmstead."),
        ("mayor", "Nora Quill, received by the mayor, smiled."),
        ("mayor", "As Nora Quill left, the mayor laughed."),
        ("mayor", "According to Nora Quill, mayors sleep badly."),
        ("ship", "They saw the harbour in August, a ship of the line among them."),
        ("mayor", "Nora Quill likes the mayoral chain."),
    ],
)
def test_a_name_that_only_stands_near_the_noun_does_not_go_by_it(noun: str, text: str) -> None:
    assert called(noun, text, PEOPLE) == []


def test_a_name_is_given_in_full_once() -> None:
    full = in_full(["Quill", "NORA QUILL", "Nora Quill", "Piet Varga"])
    assert set(full.values()) == {"Nora Quill", "Piet Varga"}
    assert full["Quill"] == full["NORA QUILL"] == "Nora Quill"


def test_plurals_of_english() -> None:
    plurals = ["mayors", "deputy chairs", "secretaries", "churches", "houses", "women", "series", "addresses"]
    singulars = ["mayor", "deputy chair", "secretary", "church", "house", "woman", "series", "address"]
    assert [singular(plural) for plural in plurals] == singulars
    assert is_office("deputy mayors")
    assert not is_office("ships")


@pytest.mark.parametrize(
    ("question", "role", "parts"),
    [
        ("Which ships are mentioned by name?", "ships", ()),
        ("List all the mayors who are named, past and present.", "mayors", ()),
        ("Who were the deputy mayors?", "deputy mayors", ()),
        ("Name the local mayors who opposed the bridge.", "mayors", ("opposed the bridge",)),
        ("What foreign ships came up in the interviews?", "ships", ()),
    ],
)
def test_what_names_go_by_is_read_from_the_wording(question: str, role: str, parts: tuple[str, ...]) -> None:
    request = read_role(question)
    assert request is not None
    assert (request.role, request.parts) == (role, parts)


@pytest.mark.parametrize(
    "question",
    [
        "Which mayors opposed the bridge?",
        "List the ships that were repaired in spring.",
        "Which companies are named?",
        "Which interviews are mentioned?",
        "What reasons are mentioned?",
        "Who is the mayor?",
    ],
)
def test_a_question_that_asks_for_more_than_who_goes_by_a_plural_is_none(question: str) -> None:
    assert read_role(question) is None
