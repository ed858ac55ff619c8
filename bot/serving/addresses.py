"""Where the processes of one system find each other: on this machine, or where the settings say."""

from __future__ import annotations

from common.settings import Settings

LOOPBACK = "127.0.0.1"
_EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104


def reachable_host(host: str) -> str:
    """The address under which this machine reaches a service that listens on `host`."""
    return _EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)


def local_url(host: str, port: int) -> str:
    """The address of a service of this machine, without a slash at the end."""
    return f"http://{reachable_host(host)}:{port}"


def rasa_urls(settings: Settings) -> tuple[str, ...]:
    """Where the gateway finds Rasa, in the order of the setting."""
    assistant = settings.assistant
    given = tuple(url.strip().rstrip("/") for url in assistant.rasa_urls.split(",") if url.strip())
    return given or (local_url(assistant.listen_host, assistant.rasa_port),)


def actions_url(settings: Settings) -> str:
    """Where Rasa and the health check find the action server."""
    assistant = settings.assistant
    return assistant.actions_url.rstrip("/") or local_url(assistant.listen_host, assistant.actions_port)
