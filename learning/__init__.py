"""What was missed, grouped; what editors make of it; figures for the leads. Knows no HTTP."""
