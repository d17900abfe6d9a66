"""What may be one and the same in several articles: found by rules, decided by a person. Knows no grammar."""
