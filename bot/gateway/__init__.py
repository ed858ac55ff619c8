"""The public process: channels, pages and health in one application."""
