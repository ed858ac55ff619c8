"""The WeChat service-account protocol: bytes ↔ objects and the API client, free of the gateway and of Rasa."""
