"""Tools for maintainers: the environment, the lock, the generated pages, the proof in a clean root."""
