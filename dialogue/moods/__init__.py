"""How somebody feels, and what is said for that alone: it asks nothing and tells no fact of a case."""
