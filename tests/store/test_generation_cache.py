import threading

from assistant.store.generation_cache import MOST, GenerationCache


def test_a_value_is_read_once_a_generation() -> None:
    kept, read = GenerationCache[str, str](), list[str]()

    def noted(key: str) -> str:
        read.append(key)
        return f"{key} {len(read)}"

    assert [kept.get(1, "a", noted) for _ in range(3)] == ["a 1"] * 3
    assert kept.get(1, "b", noted) == "b 2"
    assert kept.get(1, "a", noted) == "a 1"
    assert [kept.get(2, "a", noted) for _ in range(2)] == ["a 3"] * 2
    assert read == ["a", "b", "a"]


def test_an_error_of_reading_is_raised_and_nothing_is_kept_of_it() -> None:
    kept = GenerationCache[str, int]()
    for value in ("no", "7"):
        try:
            assert kept.get(1, "a", lambda _, value=value: int(value)) == 7
        except ValueError:
            assert value == "no"


def test_one_key_too_many_puts_out_the_oldest_alone_and_never_the_empty_one() -> None:
    kept, read = GenerationCache[tuple[int, ...], int](), list[tuple[int, ...]]()

    def noted(key: tuple[int, ...]) -> int:
        read.append(key)
        return len(key)

    keys = [(), *((number,) for number in range(1, MOST + 1))]
    for key in keys:
        assert kept.get(1, key, noted) == len(key)
    assert read == keys
    assert [kept.get(1, key, noted) for key in (keys[0], *keys[2:])] == [0, *[1] * (MOST - 1)]
    assert read == keys
    kept.get(1, keys[1], noted)
    assert read == [*keys, keys[1]]


def test_threads_share_it() -> None:
    kept, wrong = GenerationCache[int, int](), list[int]()

    def ask() -> None:
        wrong.extend(n for n in range(5000) if kept.get(n // 1000, n % 40, lambda key: key) != n % 40)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
