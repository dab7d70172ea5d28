import pytest

from assistant.corpus.holders import holders_of, in_full
from assistant.questions.plurals import singular
from assistant.questions.roles import is_office, read_role

PEOPLE = ("Nora Quill", "Piet Varga")


@pytest.mark.parametrize(
    ("office", "text", "names"),
    [
        ("mayor", "Mayor Nora Quill received us.", ["Nora Quill"]),
        ("mayor", "We met with Mayor of Norland’s East Shire Nora Quill on Monday.", ["Nora Quill"]),
        ("mayor", "The mayor, Nora Quill, and the mayor of Elmstead, Piet Varga, came.", ["Nora Quill", "Piet Varga"]),
        ("mayor", "Nora Quill, the mayor of Brackwater, was late.", ["Nora Quill"]),
        ("mayor", "Nora Quill (mayor) and Deputy Mayor Piet Varga came.", ["Nora Quill"]),
        ("deputy mayor", "Nora Quill (mayor) and Piet Varga (deputy mayor) came.", ["Piet Varga"]),
        ("mayor", "In those years Nora Quill was the mayor.", ["Nora Quill"]),
        ("mayor", "The other mayor was named Jo Marr.", ["Jo Marr"]),
        ("mayor", "It was opened by Mayor Marr of Halm Shire.", ["Marr"]),
        ("judge", "It was Judge Jo Marr who spoke.", ["Jo Marr"]),
    ],
)
def test_a_name_is_of_who_holds_the_office_that_stands_before_it_or_beside_it(
    office: str, text: str, names: list[str]
) -> None:
    assert holders_of(office, text, PEOPLE) == names


@pytest.mark.parametrize(
    ("office", "text"),
    [
        ("mayor", "The Mayor of Brackwater said nothing."),
        ("mayor", "The mayor of the Halm Bank and Jo Marr signed."),
        ("mayor", "The mayor of Weirmouth and Nora Quill signed."),
        ("mayor", "According to the mayor, Halm Shire is a pillar of the trade."),
        ("mayor", "After the mayor, Nora Quill spoke."),
        ("mayor", "Nora Quill received the mayor of Elmstead."),
        ("mayor", "Nora Quill, received by the mayor, smiled."),
        ("mayor", "As Nora Quill left, the mayor laughed."),
        ("mayor", "According to Nora Quill, mayors sleep badly."),
        ("mayor", "They saw the harbour in August, a mayor among them."),
        ("mayor", "The new mayor is Scottish and was here Monday."),
        ("mayor", "Nora Quill likes the mayoral chain."),
        ("judge", "I judge Nora Quill by her deeds."),
        ("chair", "In the chair was Nora Quill."),
        ("minister", "The Minister of Health and Sport spoke."),
    ],
)
def test_a_name_that_only_stands_near_the_office_is_of_nobody_who_holds_it(office: str, text: str) -> None:
    assert holders_of(office, text, PEOPLE) == []


@pytest.mark.parametrize("gap", ["  ", "\u00a0", "\n", " \n  "])
def test_white_space_of_any_kind_parts_a_holder_and_the_office(gap: str) -> None:
    told = {
        "Mayor Nora Quill received the deputy mayor, Piet Varga.": ["Nora Quill"],
        "The mayor, Nora Quill, spoke.": ["Nora Quill"],
        "Nora Quill, the new mayor of Brackwater, was late.": ["Nora Quill"],
        "Nora Quill was then named mayor.": ["Nora Quill"],
        "Deputy Mayor Piet Varga came.": [],
    }
    for text, names in told.items():
        assert holders_of("mayor", text.replace(" ", gap).replace(f"Piet{gap}Varga", "Piet Varga"), PEOPLE) == names


def test_a_name_is_given_in_full_once_where_only_one_is_longer() -> None:
    full = in_full(["Quill", "NORA QUILL", "Nora Quill", "Ann Lee", "Bob Lee", "Lee"])
    assert full["Quill"] == full["NORA QUILL"] == "Nora Quill"
    assert full["Lee"] == "Lee"


def test_what_one_of_several_is_called() -> None:
    plurals = ["mayors", "deputy chairs", "secretaries", "chairmen", "churches", "boxes", "princesses", "prizes"]
    ones = ["mayor", "deputy chair", "secretary", "chairman", "church", "box", "princess", "prize"]
    assert [singular(plural) for plural in plurals] == ones
    assert singular("press") == "press"
    assert [
        singular(plural) for plural in ("buses", "viruses", "caches", "beaches", "niches", "excuses", "houses")
    ] == [*("bus", "virus", "cache", "beach", "niche", "excuse", "house")]
    assert is_office("deputy mayors")
    assert not is_office("ships")


@pytest.mark.parametrize(
    ("question", "role", "parts"),
    [
        ("Which mayors are mentioned by name?", "mayors", ()),
        ("List all the mayors who are named, past and present.", "mayors", ()),
        ("Who were the deputy mayors?", "deputy mayors", ()),
        ("Name two local mayors who opposed the bridge.", "mayors", ("opposed the bridge",)),
        ("What foreign ministers came up in the interviews?", "ministers", ()),
    ],
)
def test_the_office_is_read_from_the_wording(question: str, role: str, parts: tuple[str, ...]) -> None:
    request = read_role(question)
    assert request is not None
    assert (request.role, request.parts) == (role, parts)


@pytest.mark.parametrize(
    "question",
    [
        "Which mayors opposed the bridge?",
        "Which problems are mentioned?",
        "Which companies are named?",
        "List the mayors she did not meet.",
        "List the mayors she met in December.",
        "List the mayors of 2021.",
        "List the mayors' decisions.",
        "Who is the mayor?",
    ],
)
def test_a_question_that_asks_for_more_than_who_holds_an_office_is_none(question: str) -> None:
    assert read_role(question) is None
