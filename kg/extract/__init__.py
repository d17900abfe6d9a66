"""From an article's text to events and claims: one module for each thing that a reader does."""

import os

# The matrices of a text are too small to be shared out among threads; a build shares articles out among processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
