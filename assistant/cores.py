"""The processor's cores, shared by all questions: one thread each for work that other threads need not wait for."""

import os
from concurrent.futures import ThreadPoolExecutor

# No task may wait for another of this pool: with all its threads waiting, none would be left to work.
CORES = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="core")
