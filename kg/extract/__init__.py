"""From an article's text to events and claims: one module for each thing that a reader does."""
