"""Raw text to prose: boilerplate removed, irrelevant texts rejected. Knows lines and word lists; knows no grammar."""
