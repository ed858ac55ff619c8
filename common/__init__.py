"""What every package may use: errors, settings, YAML with positions, masking, the clock."""
