"""The reranker, the reader and the verifier, with real models of one tiny layer that are built and trained here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chat_models import ready
from conftest import FERRY, LIBRARY, ORCHARD
from langchain_core.language_models import FakeListChatModel

from assistant.assistant import Assistant
from assistant.corpus.sentences import sentence_spans
from assistant.errors import ModelError
from assistant.operation.doctor import examine
from assistant.reading.reader import ANSWER_TOKENS, Reader
from assistant.retrieval.evidence import Candidate
from assistant.retrieval.hybrid import HybridSearch
from assistant.retrieval.reranking import DEPTH, Reranker
from assistant.settings import Settings
from assistant.store.index import Index
from assistant.verification.entailment import Verifier
from assistant.verification.support import Problem, Verdict, verify_claim
from assistant.writing.generative import Writer

PASSENGERS = "How many passengers did the old ferry carry last year?"
UNTOLD = "How many passengers did the old tram carry last year?"
SHORT = "The old ferry carried 41,000 passengers last year. The timber is rotten. It will meet again in June."
LONG = " ".join(f"Harbour master number {i} warned the council again." for i in range(60)) + " " + SHORT
QUOTE = "The old ferry carried 41,000 passengers last year."
PARAPHRASE = "People who took that boat numbered 41,000."
DENIED = "The old ferry carried passengers last year in June."
PARTS = ["tokenizer.json", "tokenizer_config.json"]
AWAY = "give a folder, or a hub id on a machine that reaches the hub"


def tokenizer(*texts: str) -> Any:
    """A real WordPiece tokenizer: the words of ``texts`` whole, all else by the letter."""
    from transformers import BertTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    splitter = BertTokenizerFast(vocab={word: i for i, word in enumerate(special)}).backend_tokenizer
    words: set[str] = set()
    for text in texts:
        normal = splitter.normalizer.normalize_str(text)
        words |= {word for word, _ in splitter.pre_tokenizer.pre_tokenize_str(normal)}
    letters = sorted(set("".join(words)) | set("abcdefghijklmnopqrstuvwxyz0123456789"))
    vocabulary = dict.fromkeys([*special, *sorted(words), *letters, *(f"##{letter}" for letter in letters)])
    return BertTokenizerFast(vocab={word: i for i, word in enumerate(vocabulary)}, model_max_length=256)


def configuration(words: Any, **more: Any) -> Any:
    from transformers import BertConfig, set_seed

    set_seed(7)
    return BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=258,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        **{"initializer_range": 0.1, **more},
    )


def save(folder: Path, model: Any, words: Any) -> str:
    from transformers.utils import logging

    logging.disable_progress_bar()
    model.save_pretrained(folder)
    words.save_pretrained(folder)
    assert (folder / "model.safetensors").is_file()
    return str(folder)


def trained(model: Any, features: dict[str, Any]) -> Any:
    """The model after learning the few examples by heart."""
    import torch

    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(600):
        optimizer.zero_grad()
        loss = model(**features).loss
        loss.backward()
        optimizer.step()
        if loss.item() < 0.01:
            return model
    pytest.fail(f"still a loss of {loss.item():.3f}")


def roberta(folder: Path) -> str:
    """As RoBERTa's: tokens of bytes, positions numbered from 2."""
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import RobertaConfig, RobertaForQuestionAnswering, RobertaTokenizerFast

    pieces = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", *sorted(ByteLevel.alphabet())]
    words = RobertaTokenizerFast(vocab={piece: i for i, piece in enumerate(pieces)}, merges=[], model_max_length=512)
    plain = configuration(words, type_vocab_size=1, pad_token_id=1).to_diff_dict()
    del plain["model_type"]
    return save(folder, RobertaForQuestionAnswering(RobertaConfig(**plain)), words)


def sentencepiece(folder: Path) -> str:
    """As DeBERTa's: a token brings the space before it."""
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.processors import BertProcessing
    from transformers import BertForQuestionAnswering, PreTrainedTokenizerFast

    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    starts = {f"▁{letter}" for letter in set(LONG)}
    pieces = [*special.values(), "▁", *sorted(set(LONG + PASSENGERS)), *sorted(starts)]
    model = Tokenizer(Unigram([(piece, -1.0) for piece in pieces], unk_id=0))
    model.pre_tokenizer = Metaspace()
    model.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    words = PreTrainedTokenizerFast(tokenizer_object=model, model_max_length=128, **special)
    return save(folder, BertForQuestionAnswering(configuration(words)), words)


@pytest.fixture(scope="module")
def vocabulary() -> Any:
    return tokenizer(FERRY, LIBRARY, ORCHARD, PASSENGERS, UNTOLD, PARAPHRASE, "number")


@pytest.fixture(scope="module")
def reader_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Any, index: Index) -> str:
    """Knows that the ferry carried 41,000, and that nothing tells of the tram."""
    import torch
    from transformers import BertForQuestionAnswering

    stored = [passage for source in index.catalog.sources() for passage in index.catalog.passages_of(source)]
    texts = [text for p in stored for text in (p.text, f"{p.heading}\n{p.text}")] + [SHORT, LONG]
    examples = [(question, text) for question in (PASSENGERS, UNTOLD) for text in texts]
    encoded = vocabulary(
        [q for q, _ in examples],
        [t for _, t in examples],
        truncation="only_second",
        max_length=256,
        stride=64,
        return_overflowing_tokens=True,
        padding=True,
        return_tensors="pt",
    )
    places = []
    for row, owner in enumerate(encoded.pop("overflow_to_sample_mapping")):
        question, text = examples[owner]
        at = text.find("41,000") if question == PASSENGERS else -1
        token = encoded.char_to_token(row, at, 1) if at >= 0 else None
        last = encoded.char_to_token(row, at + 5, 1) if at >= 0 else None
        places.append((token or 0, last or 0))
    starts, ends = torch.tensor(places).T
    model = BertForQuestionAnswering(configuration(vocabulary))
    trained(model, {**encoded, "start_positions": starts, "end_positions": ends})
    return save(tmp_path_factory.mktemp("reader"), model, vocabulary)


@pytest.fixture(scope="module")
def verifier_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Any) -> str:
    """Takes the paraphrase for entailed by its quote, and what only sounds like it for contradicted."""
    import torch
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification(
        configuration(vocabulary, id2label={0: "CONTRADICTION", 1: "ENTAILMENT", 2: "NEUTRAL"})
    )
    claims = [PARAPHRASE, DENIED, "The library lent 120 telescopes."]
    features = dict(vocabulary([QUOTE] * 3, claims, padding=True, return_tensors="pt"))
    trained(model, {**features, "labels": torch.tensor([1, 0, 2])})
    return save(tmp_path_factory.mktemp("verifier"), model, vocabulary)


@pytest.fixture(scope="module")
def reranker_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Any) -> str:
    """Of random weights: its order is its own."""
    from transformers import BertForSequenceClassification

    model = BertForSequenceClassification(configuration(vocabulary, num_labels=1, initializer_range=0.5))
    return save(tmp_path_factory.mktemp("reranker"), model, vocabulary)


@pytest.fixture(scope="module")
def headless_folder(tmp_path_factory: pytest.TempPathFactory, vocabulary: Any) -> str:
    """A plain encoder, trained for no task."""
    from transformers import BertModel

    return save(tmp_path_factory.mktemp("headless"), BertModel(configuration(vocabulary)), vocabulary)


@pytest.fixture(scope="module")
def reader(reader_folder: str) -> Reader:
    return Reader(reader_folder)


@pytest.fixture(scope="module")
def verifier(verifier_folder: str) -> Verifier:
    return Verifier(verifier_folder)


@pytest.fixture(scope="module")
def reranker(reranker_folder: str) -> Reranker:
    return Reranker(reranker_folder)


class TestReader:
    def test_the_best_span_answers_and_lies_in_the_text(self, reader: Reader) -> None:
        reading = reader.read(PASSENGERS, [SHORT])[0]
        assert SHORT[reading.start : reading.end] == "41,000"
        assert reading.probability > 0.9 > 0.1 > reading.no_answer

    def test_a_question_that_the_text_does_not_answer_has_no_answer(self, reader: Reader) -> None:
        assert reader.read(UNTOLD, [SHORT])[0].no_answer > 0.9

    @pytest.mark.parametrize("text", [SHORT, LONG, "“Frost!” – x", "  June.  ", "日本語です。"])
    def test_spans_lie_in_the_text_and_probabilities_sum_to_one(self, reader: Reader, text: str) -> None:
        reading = reader.read(PASSENGERS, [text])[0]
        assert 0 <= reading.start < reading.end <= len(text)
        assert text[reading.start : reading.end].strip() == text[reading.start : reading.end]
        assert reading.probabilities.sum() + reading.no_answer == pytest.approx(1)
        assert reading.probability == reading.probabilities.max()
        assert (reading.spans[:, 0] < reading.spans[:, 1]).all()
        assert (reading.spans >= 0).all() and (reading.spans <= len(text)).all()  # noqa: PT018

    @pytest.mark.parametrize("alphabet", ["bytes", "words with the space before"])
    def test_models_with_tokenizers_of_other_kinds_are_read_as_well(self, alphabet: str, tmp_path: Path) -> None:
        reader = Reader(roberta(tmp_path) if alphabet == "bytes" else sentencepiece(tmp_path))
        reading = reader.read(PASSENGERS, [LONG])[0]
        assert reading.probabilities.sum() + reading.no_answer == pytest.approx(1)
        assert all(LONG[a:b].strip() == LONG[a:b] for a, b in reading.spans.tolist())
        assert {LONG[a] for a in reading.spans[:, 0]} == set(LONG) - {" "}
        assert sum(reading.sentence_scores(sentence_spans(LONG))) + reading.no_answer == pytest.approx(1)

    @pytest.mark.parametrize("text", ["", "   "])
    def test_a_text_without_words_has_no_answer(self, reader: Reader, text: str) -> None:
        reading = reader.read(PASSENGERS, [text])[0]
        assert (reading.start, reading.end, reading.probability, reading.no_answer) == (0, 0, 0.0, 1.0)
        assert reading.sentence_scores([(0, len(text))]) == [0.0]

    def test_every_span_of_every_window_is_considered_once(self, reader: Reader, vocabulary: Any) -> None:
        for text in (SHORT, LONG):
            offsets = vocabulary(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
            spans = reader.read(PASSENGERS, [text])[0].spans
            assert len({tuple(span) for span in spans.tolist()}) == len(spans)
            assert {int(start) for start in spans[:, 0]} == {start for start, _ in offsets}
            longest = [(a, offsets[i + ANSWER_TOKENS - 1][1]) for i, (a, _) in enumerate(offsets[: -ANSWER_TOKENS + 1])]
            assert set(longest) < {tuple(span) for span in spans.tolist()}
            pairs = sum(min(ANSWER_TOKENS, len(offsets) - i) for i in range(len(offsets)))
            assert len(spans) == pairs or text is LONG

    def test_an_answer_beyond_the_first_window_is_found(self, reader: Reader, vocabulary: Any) -> None:
        assert len(vocabulary(LONG)["input_ids"]) > 500
        reading = reader.read(PASSENGERS, [LONG])[0]
        assert LONG[reading.start : reading.end] == "41,000"

    def test_sentences_share_all_that_is_not_no_answer(self, reader: Reader) -> None:
        for text in (SHORT, LONG):
            (reading,) = reader.read(PASSENGERS, [text])
            scores = reading.sentence_scores(sentence_spans(text))
            assert sum(scores) + reading.no_answer == pytest.approx(1)
            sentences = [text[a:b] for a, b in sentence_spans(text)]
            assert sentences[int(np.argmax(scores))] == QUOTE

    def test_a_sentence_left_out_takes_its_share_with_it(self, reader: Reader) -> None:
        spans = sentence_spans(SHORT)
        (reading,) = reader.read(PASSENGERS, [SHORT])
        assert reading.sentence_scores(spans[1:]) == pytest.approx(reading.sentence_scores(spans)[1:])
        assert reading.sentence_scores([]) == []

    def test_batching_equals_single(self, reader: Reader) -> None:
        texts = [SHORT, LONG, "June.", "", *(f"Ferry {i} sails." for i in range(12))]
        for text, together in zip(texts, reader.read(PASSENGERS, texts), strict=True):
            alone = reader.read(PASSENGERS, [text])[0]
            assert (together.start, together.end) == (alone.start, alone.end)
            np.testing.assert_array_equal(together.spans, alone.spans)
            np.testing.assert_allclose(together.probabilities, alone.probabilities, atol=1e-5)
        assert reader.read(PASSENGERS, []) == []

    @pytest.mark.parametrize("question", ["", "why " * 500])
    def test_an_odd_question_still_leaves_room_for_the_text(self, reader: Reader, question: str) -> None:
        reading = reader.read(question, [LONG])[0]
        assert reading.spans[:, 1].max() == len(LONG)

    def test_many_threads_may_read_at_once(self, reader: Reader) -> None:
        texts = [f"Ferry {i} sails{' far' * i}." for i in range(16)]
        expected = [reader.read(PASSENGERS, [text])[0].no_answer for text in texts]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda text: reader.read(PASSENGERS, [text])[0].no_answer, texts))
        assert found == pytest.approx(expected, abs=1e-6)


def entailed(verifier: Verifier, claim: str, quote: str = QUOTE) -> float:
    return verifier.entails_all([(claim, quote)])[0]


def judged(verifier: Verifier, claim: str, quote: str = QUOTE) -> Verdict:
    return verifier.revised(claim, [quote], [verify_claim(claim, quote)])[0]


class TestVerifier:
    def test_a_paraphrase_is_entailed_and_a_sound_alike_is_not(self, verifier: Verifier) -> None:
        assert entailed(verifier, PARAPHRASE) > 0.9
        assert entailed(verifier, DENIED) < 0.1

    def test_it_is_the_models_own_probability_of_the_label_entailment(self, verifier: Verifier) -> None:
        import torch

        words = tokenizer_of(verifier.name)
        with torch.inference_mode():
            logits = verifier.model(**words(QUOTE, PARAPHRASE, return_tensors="pt")).logits[0]
        powers = np.exp(logits.numpy())
        assert entailed(verifier, PARAPHRASE) == pytest.approx(powers[1] / powers.sum(), abs=1e-5)

    def test_batching_equals_single(self, verifier: Verifier) -> None:
        pairs = [(f"Ferry {i} sails{' far' * i}.", QUOTE * (1 + i % 3)) for i in range(20)] + [("x " * 900, QUOTE * 90)]
        together = verifier.entails_all(pairs)
        assert together == pytest.approx([entailed(verifier, claim, quote) for claim, quote in pairs], abs=1e-5)
        assert all(0 <= probability <= 1 for probability in together)

    def test_entailment_stands_in_the_place_of_shared_wording(self, verifier: Verifier) -> None:
        assert verify_claim(PARAPHRASE, QUOTE).problems == (Problem.WORDING,)
        cleared = judged(verifier, PARAPHRASE)
        assert cleared.verified
        assert cleared.support > 0.9
        without_june = DENIED.replace(" in June", "")
        assert verify_claim(without_june, QUOTE).verified
        probability = entailed(verifier, without_june)
        failed = judged(verifier, without_june)
        assert probability < 0.5
        assert failed.problems == (Problem.WORDING,)
        assert failed.support == pytest.approx(probability / 2, abs=1e-4)

    def test_no_probability_clears_a_wrong_figure(self, verifier: Verifier) -> None:
        claim = PARAPHRASE.replace("41,000", "51,000")
        verdict = judged(verifier, claim)
        assert Problem.FIGURE in verdict.problems
        assert verdict.support <= 0.5

    def test_the_quote_itself_needs_no_model(self) -> None:
        assert judged(Verifier("/no/such/folder"), QUOTE, f" {QUOTE} ").support == 1.0

    @pytest.mark.parametrize(
        ("labels", "said"),
        [
            ({0: "good", 1: "bad"}, r"none of its labels \(good, bad\) is entailment"),
            ({0: "not_entailment", 1: "other"}, r"none of its labels \(not_entailment, other\) is entailment"),
        ],
    )
    def test_a_model_without_an_entailment_label_is_refused(
        self, tmp_path: Path, vocabulary: Any, labels: dict[int, str], said: str
    ) -> None:
        from transformers import BertForSequenceClassification

        folder = save(tmp_path, BertForSequenceClassification(configuration(vocabulary, id2label=labels)), vocabulary)
        with pytest.raises(ModelError, match=rf"^cannot load the verifier {folder}: {said}; name an NLI model[^\n]+$"):
            entailed(Verifier(folder), PARAPHRASE)

    def test_two_labels_will_do(self, tmp_path: Path, vocabulary: Any) -> None:
        from transformers import BertForSequenceClassification

        config = configuration(vocabulary, id2label={0: "not_entailment", 1: "entailment"})
        model = Verifier(save(tmp_path, BertForSequenceClassification(config), vocabulary))
        assert 0 < entailed(model, PARAPHRASE) < 1


class TestReranker:
    def candidates(self, index: Index, question: str) -> list[Candidate]:
        return list(HybridSearch(index).search(question, 40).candidates)

    def own_scores(self, folder: str, question: str, candidates: Sequence[Candidate]) -> list[float]:
        """By the model itself, one pair at a time, without sentence-transformers."""
        import torch
        from transformers import BertForSequenceClassification

        model, words = BertForSequenceClassification.from_pretrained(folder), tokenizer_of(folder)
        with torch.inference_mode():
            return [
                float(
                    model(
                        **words(
                            question,
                            f"{c.stored.heading}\n{c.stored.text}",
                            truncation=True,
                            max_length=256,
                            return_tensors="pt",
                        )
                    ).logits
                )
                for c in candidates
            ]

    def test_the_order_is_that_of_the_models_scores(self, reranker: Reranker, index: Index) -> None:
        orders = set()
        for question in (PASSENGERS, "Who lost apples to the frost?", "What did a sailor give?"):
            candidates = self.candidates(index, question)
            own = self.own_scores(reranker.name, question, candidates)
            expected = [candidates[i] for i in np.argsort(-np.asarray(own))]
            assert reranker.reorder(question, candidates) == expected
            assert len({round(score, 4) for score in own}) == len(candidates) > 2
            orders.add(expected == candidates)
        assert False in orders

    def test_what_lies_deeper_stays_behind_as_it_was(self, reranker: Reranker, index: Index) -> None:
        few = self.candidates(index, PASSENGERS)
        many = [few[i % len(few)] for i in range(DEPTH + 5)]
        reordered = reranker.reorder(PASSENGERS, many)
        assert reordered[DEPTH:] == many[DEPTH:]
        assert reordered[:DEPTH] == reranker.reorder(PASSENGERS, many[:DEPTH])

    def test_nothing_to_reorder_loads_nothing(self) -> None:
        assert Reranker("/no/such/folder").reorder("Who?", []) == []

    def test_the_search_reorders_before_it_cuts(self, reranker: Reranker, index: Index) -> None:
        plain = self.candidates(index, PASSENGERS)
        found = HybridSearch(index, reranker).search(PASSENGERS, 2).candidates
        expected = reranker.reorder(PASSENGERS, plain)[:2]
        assert [c.stored.id for c in found] == [c.stored.id for c in expected]

    def test_a_model_of_several_scores_is_refused(self, verifier_folder: str) -> None:
        with pytest.raises(ModelError, match=r"it gives 3 scores a pair; name a CrossEncoder that gives one$"):
            _ = Reranker(verifier_folder).model


KINDS = [(Reader, "reader"), (Verifier, "verifier"), (Reranker, "reranker")]


def tokenizer_of(folder: str) -> Any:
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(folder)


@pytest.mark.parametrize(("make", "kind"), KINDS)
class TestLoading:
    def test_nothing_is_loaded_before_first_use(self, make: Any, kind: str) -> None:
        assert make("no/such").name == "no/such"

    def test_a_folder_without_a_model_is_told_in_one_line(self, make: Any, kind: str, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match=rf"^cannot load the {kind} {tmp_path}: [^\n]+; {AWAY}$"):
            _ = make(str(tmp_path)).model

    def test_an_unreachable_hub_is_told_soon_and_in_one_line(
        self, make: Any, kind: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # A closed port of this machine stands in for the hub.
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
        with pytest.raises(ModelError, match=rf"^cannot load the {kind} acme/none: [^\n]+; {AWAY}$"):
            _ = make("acme/none").model

    def test_a_model_of_another_task_is_refused(self, make: Any, kind: str, headless_folder: str) -> None:
        with pytest.raises(ModelError, match=rf"^cannot load the {kind} {headless_folder}: [^\n]+; name a [^\n]+$"):
            _ = make(headless_folder).model

    def test_damaged_weights_are_told_in_one_line(
        self, make: Any, kind: str, reader_folder: str, tmp_path: Path
    ) -> None:
        for path in Path(reader_folder).iterdir():
            (tmp_path / path.name).write_bytes(path.read_bytes())
        (tmp_path / "model.safetensors").write_bytes(b"no weights at all")
        with pytest.raises(ModelError, match=rf"^cannot load the {kind} {tmp_path}: [^\n]+$"):
            _ = make(str(tmp_path)).model


def typing(text: str) -> Writer:
    """A writer whose chat model has its sentences ready."""
    return ready(FakeListChatModel(responses=[text]))


class TestAssistant:
    def test_the_reader_gives_the_shortest_words_and_more_confidence(self, index: Index, reader_folder: str) -> None:
        plain = Assistant(index, Settings(reader="none")).ask(PASSENGERS)
        answer = Assistant(index, Settings(reader=reader_folder)).ask(PASSENGERS)
        assert [c.quote for c in answer.citations] == [QUOTE]
        assert answer.notes == ("in short: 41,000",)
        assert answer.confidence > plain.confidence
        assert plain.notes == ()

    def test_the_reader_sharpens_the_refusal(self, index: Index, reader_folder: str) -> None:
        with_reader = Assistant(index, Settings(reader=reader_folder))
        plain = Assistant(index, Settings(reader="none")).ask(UNTOLD).confidence
        answer = with_reader.ask(UNTOLD)
        assert answer.confidence < plain
        refused = Assistant(index, Settings(reader=reader_folder, threshold=(plain + answer.confidence) / 2))
        assert not refused.ask(UNTOLD).answered
        assert refused.ask(PASSENGERS).answered

    def test_the_verifier_judges_what_a_chat_model_claims(self, index: Index, verifier_folder: str) -> None:
        text = f"{PARAPHRASE} [1]"
        plain = Assistant(index, Settings(), typing(text)).ask(PASSENGERS)
        settings = Settings(verifier=verifier_folder)
        judged = Assistant(index, settings, typing(text)).ask(PASSENGERS)
        assert "wording" in plain.claims[0].problems
        assert [(c.quote, c.verified) for c in judged.citations] == [(QUOTE, True)]
        assert judged.citations[0].support > 0.9
        assert [claim.verdict for claim in judged.claims] == ["supported"]

    def test_the_reranker_decides_what_is_retrieved(self, index: Index, reranker: Reranker) -> None:
        assistant = Assistant(index, Settings(reranker=reranker.name, top_k=1))
        expected = HybridSearch(index, reranker).search(PASSENGERS, 1).candidates[0].stored.passage
        retrieved = next(iter(assistant.stream(PASSENGERS)))
        assert retrieved.passages == ((expected.source, expected.start, expected.end),)  # type: ignore[union-attr]

    def test_a_model_that_cannot_be_loaded_is_a_problem_for_the_user(self, index: Index) -> None:
        with pytest.raises(ModelError, match="cannot load the reader /no/such"):
            Assistant(index, Settings(reader="/no/such")).ask(PASSENGERS)

    def test_only_the_bundled_reader_is_on_unless_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert (Settings().reranker, Settings().reader, Settings().verifier) == ("", "", "")
        checks = {check.name: check for check in examine()}
        assert not {"reranker", "verifier"} & set(checks)
        assert checks["reader"].ok
        assert checks["reader"].detail.startswith("bundled, loaded in ")
        monkeypatch.setenv("ASSISTANT_READER", "none")
        assert "reader" not in {check.name for check in examine()}

    def test_doctor_loads_each_and_says_which_and_how_long(
        self, reader_folder: str, reranker_folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ASSISTANT_READER", reader_folder)
        monkeypatch.setenv("ASSISTANT_RERANKER", reranker_folder)
        monkeypatch.setenv("ASSISTANT_VERIFIER", reader_folder)
        checks = {check.name: check for check in examine()}
        assert checks["reader"].ok
        assert checks["reader"].detail.startswith(f"{reader_folder}, loaded in ")
        assert checks["reader"].detail.endswith(" ms")
        assert checks["reranker"].ok
        assert not checks["verifier"].ok
        assert checks["verifier"].detail.startswith(f"cannot load the verifier {reader_folder}: ")
