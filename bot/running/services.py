"""The three processes of the running system: how each is started and how one sees that it is ready."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bot.running.training import MODEL_FILE
from bot.serving.secret_files import inner_secret, storage_directory, write_private
from common.settings import Settings, settings_environment

LOOPBACK = "127.0.0.1"

QUIET_ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",  # deprecations inside Rasa and TensorFlow; our own are errors in the tests
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # the same scores on every processor
    "CUDA_VISIBLE_DEVICES": "-1",
    "OPENBLAS_NUM_THREADS": "1",  # matrices here are small: threads would only fight each other
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",
}
"""What makes Rasa, TensorFlow and SQLAlchemy speak only when something is wrong, and call nobody."""


@dataclass(frozen=True)
class Service:
    """One process to keep running."""

    name: str
    title: str
    command: tuple[str, ...]
    ready_url: str
    setting: str = ""
    """The setting that names its port."""
    address: tuple[str, int] = ("", 0)
    environment: Mapping[str, str] = field(default_factory=dict)
    noise: re.Pattern[str] | None = None
    """Lines that only its own log file gets, not the merged log."""


# Libraries inside Rasa force their deprecation warnings on everybody; each is followed by the line of code.
_RASA_NOISE = re.compile(
    r"^(?:.*?/site-packages/.*Warning: "
    r"|  (?!File )\S"
    r"|Building prefix dict|Loading model (from cache|cost)|Prefix dict has been built|Dumping model to file)"
)


def make_services(root: Path, settings: Settings) -> tuple[Service, ...]:
    """The services of a project; writes the files that tell Rasa its ports and the secret."""
    settings = replace(settings, assistant=replace(settings.assistant, inner_secret=inner_secret(root, settings)))
    folder = storage_directory(root, settings) / "run"
    folder.mkdir(mode=0o700, exist_ok=True)
    write_private(folder / "endpoints.yml", yaml.safe_dump(rasa_endpoints(root, settings)))
    write_private(folder / "credentials.yml", yaml.safe_dump(rasa_credentials(settings)))
    environment = {**QUIET_ENVIRONMENT, **settings_environment(settings)}
    server, assistant = settings.server, settings.assistant
    return (
        _python_service(
            "gateway",
            "网关",
            ("-m", "bot", "gateway"),
            (server.host, server.port),
            "server.port",
            "/readyz",
            environment,
        ),
        _python_service(
            "rasa",
            "Rasa",
            (
                *f"-m rasa run --interface {LOOPBACK} --port {assistant.rasa_port}".split(),
                *("--model", str(root / MODEL_FILE)),
                *("--endpoints", str(folder / "endpoints.yml")),
                *("--credentials", str(folder / "credentials.yml")),
            ),
            (LOOPBACK, assistant.rasa_port),
            "assistant.rasa_port",
            "/",
            QUIET_ENVIRONMENT,  # what it needs is in its two files; the rest of the secrets are none of its business
            _RASA_NOISE,
        ),
        _python_service(
            "actions",
            "动作服务",
            ("-m", "actions.server"),
            (LOOPBACK, assistant.actions_port),
            "assistant.actions_port",
            "/health",
            environment,
        ),
    )


def rasa_endpoints(root: Path, settings: Settings) -> dict[str, Any]:
    """Rasa's `endpoints.yml`: the action server with its secret, and where conversations are kept."""
    database = settings.storage.database_url
    if database.startswith("sqlite"):
        store = {
            "type": "nlu.tracker_store.ConversationStore",
            "db": str(storage_directory(root, settings) / "tracker.db"),
        }
    else:
        store = {"type": "nlu.tracker_store.ConversationStore", "address": database}
    return {
        "action_endpoint": {
            "url": f"http://{LOOPBACK}:{settings.assistant.actions_port}/webhook",
            "headers": {"Authorization": f"Bearer {settings.assistant.inner_secret}"},
            "enable_selective_domain": True,  # no action of ours looks at the domain, which is long
        },
        "tracker_store": store,
    }


def rasa_credentials(settings: Settings) -> dict[str, Any]:
    """Rasa's `credentials.yml`: our own input channel and nothing else."""
    return {"nlu.gateway_input.GatewayInput": {"secret": settings.assistant.inner_secret}}


def reachable_host(host: str) -> str:
    """The address under which this machine reaches a service that listens on `host`."""
    return {"0.0.0.0": LOOPBACK, "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104


def _python_service(
    name: str,
    title: str,
    arguments: tuple[str, ...],
    address: tuple[str, int],
    setting: str,
    ready_path: str,
    environment: Mapping[str, str],
    noise: re.Pattern[str] | None = None,
) -> Service:
    host, port = address
    return Service(
        name=name,
        title=title,
        command=(sys.executable, *arguments),
        ready_url=f"http://{reachable_host(host)}:{port}{ready_path}",
        setting=setting,
        address=address,
        environment=environment,
        noise=noise,
    )
