"""One reader a module, named by what it reads; `dialogue.table` says in which order they are asked."""
