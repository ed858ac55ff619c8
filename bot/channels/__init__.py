"""Where messages come in and replies go out: the web page's API and WeChat."""
