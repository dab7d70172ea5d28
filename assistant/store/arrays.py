"""Names for the arrays that pass between modules."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]
Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
