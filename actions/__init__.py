"""Rasa's custom actions: thin, modules only (the action server imports this folder by bare name)."""
