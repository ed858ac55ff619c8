"""What somebody typed, made comparable and read: spellings, clauses, languages, yes and no."""
