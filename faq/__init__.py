"""The FAQ library: text in, ranked and decided answers out. No HTTP, no Rasa, no database."""
