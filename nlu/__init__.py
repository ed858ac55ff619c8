"""What plugs into Rasa's own processes: graph components, the importer, the gateway's channel."""
