"""Parse to mentions of actors, places, times and quantities, each with what it refers to. Knows no action."""
