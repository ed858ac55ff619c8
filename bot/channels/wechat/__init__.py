"""The service account behind the callback: inbox, turns, what may be sent when, and the sending."""
