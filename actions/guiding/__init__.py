"""Leading through a guide, and the order of what is left to do."""
