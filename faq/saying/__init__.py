"""What the bot says to a decision, fitted to a screen."""
