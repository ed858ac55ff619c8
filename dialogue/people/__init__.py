"""Who is meant: the person, somebody they ask for, somebody else, the staff."""
