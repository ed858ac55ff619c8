"""Starting, watching and stopping processes; training."""
