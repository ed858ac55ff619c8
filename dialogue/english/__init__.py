"""What an English message asks, tells and leans on."""
