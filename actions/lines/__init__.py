"""Single lines that are said for what somebody tells of themselves or feels, whatever the matter is."""
