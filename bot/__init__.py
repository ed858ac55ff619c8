"""The gateway and the command line: everything between the public network and Rasa."""
