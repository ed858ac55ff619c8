"""What was missed, grouped; what editors make of it; figures for the leads. Knows no HTTP.

Only `rows` reads the database, and only editing enters it: what groups and counts is told what there is.
"""
