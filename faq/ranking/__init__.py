"""Which entries a text is likely to mean, by letters and by what was learned of their questions."""
