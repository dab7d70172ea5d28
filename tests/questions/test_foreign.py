"""Questions in other languages than English: the language, the words, the names and the kind of answer."""

import time
from dataclasses import replace

import pytest

from assistant.language import stem, words
from assistant.questions.foreign import (
    has_alike,
    kind_of,
    names_of,
    read_foreign,
    same_script,
    spelt_otherwise,
    untranslated,
)
from assistant.questions.question import Question, Wanted, read_question
from assistant.questions.tongues import ASKED_KINDS, content_of, looks_english, spoken_in, tongue_of, tongues

VOCABULARY = {stem(word): 1 for word in "hafen ausgebaut kran kräne leuchtturm windmühle хлеба печи 도서관을".split()}


def read(text: str, code: str) -> Question:
    tongue = tongue_of(code)
    forms: dict[str, list[str]] = {}
    for term in VOCABULARY:
        forms.setdefault(tongue.key(term), []).append(term)
    return read_foreign(read_question(text, VOCABULARY, 9, foreign=True), tongue, VOCABULARY, 9, forms)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wer hat das Schiff gebaut?", "de"),
        ("Qui a construit le bateau ?", "fr"),
        ("¿Quién construyó el barco?", "es"),
        ("Chi ha costruito la nave?", "it"),
        ("Quem construiu o navio?", "pt"),
        ("Wie heeft het schip gebouwd?", "nl"),
        ("Kto zbudował ten statek?", "pl"),
        ("Кто построил этот корабль?", "ru"),
        ("Gemiyi kim ne zaman yaptı?", "tr"),
        ("这条船是谁造的？", "zh"),
        ("この船は誰が造りましたか。", "ja"),
        ("이 배는 누가 만들었습니까?", "ko"),
        ("Who built the ship, and when was it sold?", ""),
        ("zorblax", ""),
        ("War in the harbour", ""),
        ("Los Pinos fires", ""),
        ("Kim's wage?", ""),
        ("What did Ann (安娜) say about it?", ""),
        ("Who is 安娜博士?", ""),
        ("GPS有多少卫星？", "zh"),
    ],
)
def test_a_question_tells_its_language_by_its_own_small_words(text: str, code: str) -> None:
    assert spoken_in(text, ()) == code


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("Wie viele Kräne hat der Hafen?", "de", Wanted.QUANTITY),
        ("In welchem Jahr sank sie?", "de", Wanted.DATE),
        ("Wer war dabei?", "de", Wanted.PERSON),
        ("Combien de grues ?", "fr", Wanted.QUANTITY),
        ("Quand part-elle ?", "fr", Wanted.DATE),
        ("¿Cuándo sale?", "es", Wanted.DATE),
        ("¿Cuántas grúas hay?", "es", Wanted.QUANTITY),
        ("Quanti marinai erano?", "it", Wanted.QUANTITY),
        ("Hoeveel kranen zijn er?", "nl", Wanted.QUANTITY),
        ("Ile dźwigów stoi?", "pl", Wanted.QUANTITY),
        ("Когда отплытие?", "ru", Wanted.DATE),
        ("Сколько кранов?", "ru", Wanted.QUANTITY),
        ("什么时候开船？", "zh", Wanted.DATE),
        ("有多少吊车？", "zh", Wanted.QUANTITY),
        ("いつ出ますか", "ja", Wanted.DATE),
        ("몇 대입니까?", "ko", Wanted.QUANTITY),
        ("Pourquoi ce retard ?", "fr", Wanted.REASON),
        ("Erzähl vom Hafen", "de", Wanted.ANY),
    ],
)
def test_the_asking_words_tell_what_would_answer(text: str, code: str, kind: Wanted) -> None:
    assert kind_of(text, tongue_of(code)) is kind


def test_words_are_known_by_their_own_languages_stems() -> None:
    asked = read("Wann wurde der Kran am Leuchtturm ausgebaut?", "de")
    assert asked.unknown == frozenset()
    assert asked.forms[stem("kräne")] == stem("kran")
    assert read("Чем пахнет хлеб из печь?", "ru").forms[stem("хлеба")] == stem("хлеб")
    assert read("도서관은 언제 엽니까?", "ko").forms[stem("도서관을")] == stem("도서관은")


def test_small_words_are_no_content() -> None:
    assert content_of("Wie viele Kräne hat der Hafen?", tongue_of("de")) == [stem("kräne"), stem("hafen")]
    assert content_of("码头有多少吊车？", tongue_of("zh")) == ["码头", "吊车"]


def test_words_that_stand_nowhere_are_unknown_and_parts_of_others_are_not() -> None:
    asked = read("Wie teuer war die Mühle neben der Kathedrale?", "de")
    assert asked.unknown == {stem("kathedrale")}


def test_names_are_told_by_what_a_capital_means_in_the_language() -> None:
    assert names_of("Qu'a dit Anne Berthier du port ?", tongue_of("fr")) == {stem("anne"), stem("berthier")}
    assert names_of("Что сказал Егор о порте?", tongue_of("ru")) == {stem("егор")}
    # Every German noun has a capital; what follows a title or another noun is a name.
    assert names_of("Wie hoch ist der Kran im Hafen?", tongue_of("de")) == frozenset()
    assert names_of("Was sagte Frau Zeidler zum Kran?", tongue_of("de")) == {stem("zeidler")}
    assert names_of("¿Quién es? Nadie.", tongue_of("es")) == frozenset()


def test_a_name_is_absent_only_where_nothing_is_like_it() -> None:
    assert read("Was sagte Frau Zeidler zum Kran?", "de").absent_names == {stem("zeidler")}
    assert has_alike("danemark", {"denmark": 1})
    assert not has_alike("zeidler", {"hafen": 1})


def test_scripts_are_told_apart() -> None:
    assert same_script("Hafen", "port")
    assert same_script("船", "ふね")
    assert not same_script("порт", "port")


def test_every_language_of_the_table_has_all_kinds() -> None:
    assert all(set(tongue.asking) == set(ASKED_KINDS) for tongue in tongues().values())


def test_an_article_drawn_together_with_its_word_is_left_off() -> None:
    assert words("l'eau d’hiver dell'acqua qu'il") == ["eau", "hiver", "acqua", "il"]
    assert words("don't O'Neill") == ["dont", "oneill"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("should'ave", ["shouldave"]),
        ("What did D'Angelo of L'Oreal say?", ["what", "did", "dangelo", "of", "loreal", "say"]),
        ("works for l'oreal", ["works", "for", "loreal"]),
        ("Jeanne d'Arc de la Tour", ["jeanne", "darc", "de", "la", "tour"]),
        ("hors d'oeuvres", ["hors", "doeuvres"]),
    ],
)
def test_what_is_written_so_in_english_stays_one_word(text: str, read: list[str]) -> None:
    assert words(text) == read


@pytest.mark.parametrize("text", ["War crimes", "Will Hans die in May?", "Los Pinos fires", "Men in Bergen"])
def test_a_line_of_english_words_is_english_whatever_its_letters_resemble(text: str) -> None:
    assert spoken_in(text, ("de", "es", "nl")) == ""
    assert looks_english(text, "de")
    assert not looks_english("Brückenbau Kosten", "de")
    assert not looks_english("Was kostet die Orgel?", "de")


def test_a_language_that_no_transcript_is_in_needs_two_small_words_more() -> None:
    assert spoken_in("Precio del pan", ("es",)) == "es"
    assert spoken_in("Precio del pan", ()) == ""
    assert spoken_in("Quanto costa il pane", ()) == "it"


def test_a_name_has_the_forms_of_its_cases_alone() -> None:
    vocabulary = {stem(word): 1 for word in "Иван Ивана Иванов Иванову мост".lower().split()}
    tongue = tongue_of("ru")
    forms: dict[str, list[str]] = {}
    for term in vocabulary:
        forms.setdefault(tongue.key(term), []).append(term)

    def forms_of(text: str) -> set[str]:
        question = read_question(text, vocabulary, 9, foreign=True)
        return set(read_foreign(question, tongue, vocabulary, 9, forms).forms)

    assert forms_of("Что сказал Иван о мост?") == {"ивана"}
    assert forms_of("Что сказал Иванов о мост?") == set()


def test_many_figures_in_a_row_are_looked_through_once() -> None:
    begin = time.perf_counter()
    assert not tongue_of("ko").times.search("2" * 40_000)
    assert time.perf_counter() - begin < 1


def test_signs_that_stand_nowhere_are_told_as_one_run() -> None:
    asked = read("码头有多少吊车？", "zh")
    assert asked.written[stem("吊车")] == "吊车"
    assert read("大码头很旧", "zh").written[stem("大码")] == "大码头"


def test_words_of_a_language_that_no_transcript_is_in_tell_nothing() -> None:
    asked = untranslated(read("Was sagte Frau Zeidler zur Kathedrale?", "de"))
    assert asked.unknown == {stem("zeidler")}
    assert spelt_otherwise(replace(asked, absent_names=frozenset({"hafn"})), VOCABULARY).absent_names == frozenset()
