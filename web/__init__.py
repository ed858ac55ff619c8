"""The pages people see: the chat page and the help centre (views, templates, static files)."""
