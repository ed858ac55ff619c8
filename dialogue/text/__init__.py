"""How a text is cut and read as words, before anybody knows what it is about."""
