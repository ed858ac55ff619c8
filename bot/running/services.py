"""The three processes of the running system: how each is started and how one sees that it is ready."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.running.environments import actions_environment, gateway_environment, rasa_environment
from bot.serving.addresses import actions_url, local_url
from bot.serving.model_file import MODEL_FILE
from bot.serving.secret_files import inner_secret, storage_directory, write_private
from common.settings import Settings

LOCK_STORE = "nlu.lock_store.SharedLockStore"
SERVICE_NAMES = ("gateway", "rasa", "actions")


@dataclass(frozen=True)
class Service:
    """One process to keep running."""

    name: str
    title: str
    command: tuple[str, ...]
    ready_url: str
    """Answers 200 once it can serve."""
    base_url: str = ""
    alive_url: str = ""
    """Answers 200 as long as it is not stuck; `ready_url` when empty."""
    setting: str = ""
    """The setting that names its port."""
    address: tuple[str, int] = ("", 0)
    environment: Mapping[str, str] = field(default_factory=dict)
    """All of it: nothing is inherited beside."""
    noise: re.Pattern[str] | None = None
    """Lines that only its own log file gets, not the merged log."""


# Libraries inside Rasa force their deprecation warnings on everybody; each is followed by the line of code.
_RASA_NOISE = re.compile(
    r"^(?:.*?/site-packages/.*Warning: "
    r"|  (?!File )\S"
    r"|Building prefix dict|Loading model (from cache|cost)|Prefix dict has been built|Dumping model to file)"
)


def make_services(root: Path, settings: Settings, inherited: Mapping[str, str] | None = None) -> tuple[Service, ...]:
    """The services of a project; writes the files that tell Rasa its ports and the secret.

    `inherited` is the environment they come from, this process's own if not given.
    """
    return tuple(make_service(name, root, settings, inherited) for name in SERVICE_NAMES)


def make_service(name: str, root: Path, settings: Settings, inherited: Mapping[str, str] | None = None) -> Service:
    """One of them."""
    inherited = os.environ if inherited is None else inherited
    settings = replace(settings, assistant=replace(settings.assistant, inner_secret=inner_secret(root, settings)))
    if name == "gateway":
        return _gateway_service(settings, inherited)
    return (_rasa_service if name == "rasa" else _actions_service)(root, settings, inherited)


def _gateway_service(settings: Settings, inherited: Mapping[str, str]) -> Service:
    server = settings.server
    return _python_service(
        ("gateway", "网关", "server.port"),
        ("-m", "bot", "gateway"),
        (server.host, server.port),
        ("/readyz", "/healthz"),
        gateway_environment(settings, inherited),
    )


def _rasa_service(root: Path, settings: Settings, inherited: Mapping[str, str]) -> Service:
    assistant = settings.assistant
    folder = storage_directory(root, settings) / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    write_private(folder / "endpoints.yml", yaml.safe_dump(rasa_endpoints(root, settings)))
    write_private(folder / "credentials.yml", yaml.safe_dump(rasa_credentials(settings)))
    return _python_service(
        ("rasa", "Rasa", "assistant.rasa_port"),
        (
            *f"-m rasa run --interface {assistant.listen_host} --port {assistant.rasa_port}".split(),
            *("--model", str(root / MODEL_FILE)),
            *("--endpoints", str(folder / "endpoints.yml")),
            *("--credentials", str(folder / "credentials.yml")),
        ),
        (assistant.listen_host, assistant.rasa_port),
        ("/", "/"),
        rasa_environment(settings, inherited),
        _RASA_NOISE,
    )


def _actions_service(root: Path, settings: Settings, inherited: Mapping[str, str]) -> Service:
    assistant = settings.assistant
    return _python_service(
        ("actions", "动作服务", "assistant.actions_port"),
        ("-m", "actions.server"),
        (assistant.listen_host, assistant.actions_port),
        ("/health", "/health"),
        actions_environment(root, settings, inherited),
    )


def rasa_endpoints(root: Path, settings: Settings) -> dict[str, Any]:
    """Rasa's `endpoints.yml`: the action server with its secret, where conversations are kept, and who may work on one.

    With Redis its lock keeps two Rasa servers from one conversation; it is a second belt beside the gateway's lease.
    """
    database, redis_url = settings.storage.database_url, settings.storage.redis_url
    if database.startswith("sqlite"):
        store = {
            "type": "nlu.tracker_store.ConversationStore",
            "db": str(storage_directory(root, settings) / "tracker.db"),
        }
    else:
        store = {"type": "nlu.tracker_store.ConversationStore", "address": database}
    return {
        "action_endpoint": {
            "url": f"{actions_url(settings)}/webhook",
            "headers": {"Authorization": f"Bearer {settings.assistant.inner_secret}"},
            "enable_selective_domain": True,  # no action of ours looks at the domain, which is long
        },
        "tracker_store": store,
        **({"lock_store": {"type": LOCK_STORE, "url": redis_url}} if redis_url else {}),
    }


def rasa_credentials(settings: Settings) -> dict[str, Any]:
    """Rasa's `credentials.yml`: our own input channel and nothing else."""
    return {"nlu.gateway_input.GatewayInput": {"secret": settings.assistant.inner_secret}}


def _python_service(
    about: tuple[str, str, str],
    arguments: tuple[str, ...],
    address: tuple[str, int],
    paths: tuple[str, str],
    environment: Mapping[str, str],
    noise: re.Pattern[str] | None = None,
) -> Service:
    """A service; `about` is its name, its title and the setting of its port, `paths` are those of ready and alive."""
    name, title, setting = about
    base_url = local_url(*address)
    return Service(
        name=name,
        title=title,
        command=(sys.executable, *arguments),
        base_url=base_url,
        ready_url=base_url + paths[0],
        alive_url=base_url + paths[1],
        setting=setting,
        address=address,
        environment=environment,
        noise=noise,
    )
