"""Tests of what plugs into Rasa; they need no trained model."""
