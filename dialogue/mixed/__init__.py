"""A message that says more than one thing: where its parts lie, and which of them asks."""
