"""Parse to event triggers with their arguments and adjuncts. Knows the lexicon of actions; knows no actors."""
