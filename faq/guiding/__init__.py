"""Cases and guides: what is known about a person's problem, and the trees that lead through it."""
