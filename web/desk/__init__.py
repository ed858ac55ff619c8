"""The desk in the browser: views only, the rules are in `tickets`, `learning` and below."""
