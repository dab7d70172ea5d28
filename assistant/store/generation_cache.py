"""What was read of the catalog, kept until another commit changes it."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
# So many keys at most: of a thousand filters tried in turn none need be kept.
MOST = 16


class GenerationCache(Generic[_Key, _Value]):
    """Values by key, all of one generation of the catalog; safe to share between threads.

    Beyond ``MOST`` the oldest makes room. An empty key, a filter that lets everything through, stays: each question
    that has no filter of its own asks for its value, which is the longest to read.
    """

    def __init__(self) -> None:
        self._held: tuple[int, dict[_Key, _Value]] = (-1, {})

    def get(self, generation: int, key: _Key, read: Callable[[_Key], _Value]) -> _Value:
        """The value of ``key``, read by ``read`` unless it was since ``generation`` began.

        Args:
            generation: as it was before the value was looked for, so that none is taken for newer than it is.
        """
        of, values = self._held
        if of != generation:
            values = {}
            self._held = (generation, values)
        try:
            return values[key]
        except KeyError:
            value = read(key)
        values[key] = value
        for old in [each for each in list(values) if each and each != key][: max(0, len(values) - MOST)]:
            values.pop(old, None)  # another thread may have made the same room
        return value
