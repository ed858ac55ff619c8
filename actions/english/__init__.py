"""What somebody who writes English is told."""
