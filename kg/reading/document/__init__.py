"""Event mentions of an article to events: coreference, narrative, places and dates chosen by a fitted score."""
