"""What is asked about a matter: its price, time and place, whether, whom, in which order."""
