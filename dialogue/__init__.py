"""How a message is understood (docs/how-it-works.md): one table of readers, without Rasa and without a channel."""
