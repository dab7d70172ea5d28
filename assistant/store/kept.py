"""What was read of the catalog, kept until another commit changes it."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")
# So many keys at most: of a thousand filters tried in turn none need be kept.
_MOST = 16


class Kept(Generic[_Key, _Value]):
    """Values by key, all of one generation of the catalog; safe to share between threads."""

    def __init__(self) -> None:
        self._held: tuple[int, dict[_Key, _Value]] = (-1, {})

    def get(self, generation: int, key: _Key, read: Callable[[_Key], _Value]) -> _Value:
        """The value of ``key``, read by ``read`` unless it was since ``generation`` began.

        Args:
            generation: as it was before the value was looked for, so that none is taken for newer than it is.
        """
        of, values = self._held
        if of != generation or (key not in values and len(values) >= _MOST):
            values = {}
            self._held = (generation, values)
        if key not in values:
            values[key] = read(key)
        return values[key]
