"""Read one article, from its text to events and claims with their actors, places and days. `pipeline` begins."""

import os

# The matrices of a text are too small to be shared out among threads; a build shares articles out among processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
