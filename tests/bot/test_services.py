"""How the processes are started: the files Rasa reads, the environment of each, the settings of a test stack."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.running.environments import QUIET_ENVIRONMENT
from bot.running.services import make_services, rasa_endpoints
from bot.running.stack import temporary_settings
from bot.serving.addresses import actions_url, rasa_urls, reachable_host
from bot.serving.secret_files import inner_secret, kept_secret
from common.settings import Settings
from common.settings_file import load_settings


def test_three_services_with_their_doors(tmp_path: Path) -> None:
    services = {service.name: service for service in make_services(tmp_path, Settings())}
    assert {name: (item.ready_url, item.setting, item.address) for name, item in services.items()} == {
        "gateway": ("http://127.0.0.1:8080/readyz", "server.port", ("127.0.0.1", 8080)),
        "rasa": ("http://127.0.0.1:5005/", "assistant.rasa_port", ("127.0.0.1", 5005)),
        "actions": ("http://127.0.0.1:5055/health", "assistant.actions_port", ("127.0.0.1", 5055)),
    }
    assert services["gateway"].command == (sys.executable, "-m", "bot", "gateway")
    assert services["actions"].command == (sys.executable, "-m", "actions.server")
    assert services["rasa"].command[:7] == (sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port")


def test_the_secret_is_in_private_files_and_never_in_a_command(tmp_path: Path) -> None:
    services = make_services(tmp_path, Settings())
    secret = (tmp_path / "var/inner_secret").read_text(encoding="ascii")
    assert len(secret) >= 43
    assert not any(secret in part for service in services for part in service.command)
    private = [tmp_path / "var/inner_secret", *sorted((tmp_path / "var/run").iterdir())]
    assert {path.name: path.stat().st_mode & 0o777 for path in private} == {
        "inner_secret": 0o600,
        "credentials.yml": 0o600,
        "endpoints.yml": 0o600,
    }
    credentials = yaml.safe_load((tmp_path / "var/run/credentials.yml").read_text(encoding="utf-8"))
    assert credentials == {"nlu.gateway_input.GatewayInput": {"secret": secret}}
    endpoints = yaml.safe_load((tmp_path / "var/run/endpoints.yml").read_text(encoding="utf-8"))
    assert endpoints == {
        "action_endpoint": {
            "url": "http://127.0.0.1:5055/webhook",
            "headers": {"Authorization": f"Bearer {secret}"},
            "enable_selective_domain": True,
        },
        "tracker_store": {
            "type": "nlu.tracker_store.ConversationStore",
            "db": str(tmp_path / "var/tracker.db"),
        },
    }


def test_our_processes_load_what_the_supervisor_loaded(tmp_path: Path) -> None:
    settings = replace(Settings(), server=replace(Settings().server, port=9000))
    gateway, _, actions = make_services(tmp_path, settings)
    for service in (gateway, actions):
        loaded = load_settings(tmp_path, service.environment)
        assert loaded.server == settings.server
        assert loaded.assistant.inner_secret == inner_secret(tmp_path, settings)


def test_each_process_gets_the_secrets_it_needs_and_no_others(tmp_path: Path) -> None:
    """Rasa once inherited the encryption key and everything else the operator had set."""
    names = {
        "ENCRYPTION_KEY": "A" * 43 + "=", "MAIL_PASSWORD": "mail-word", "WEBHOOK_SECRET": "hook-word",
        "DATABASE_URL": "postgresql://bot:db-word@db/bot", "REDIS_URL": "redis://:redis-word@cache",
    }  # fmt: skip
    file = (
        "privacy:\n  encryption_key: ${ENCRYPTION_KEY}\nmail:\n  password: ${MAIL_PASSWORD}\n"
        "webhook:\n  secret: ${WEBHOOK_SECRET}\n"
        "storage:\n  database_url: ${DATABASE_URL}\n  redis_url: ${REDIS_URL}\n"
    )
    (tmp_path / "settings.yml").write_text(file, encoding="utf-8")
    inherited = {**names, "BOT_WECHAT_APP_SECRET": "wechat-word", "PATH": "/bin", "LANG": "C.UTF-8", "MY_API": "x"}
    settings = load_settings(tmp_path, inherited)
    gateway, rasa, actions = make_services(tmp_path, settings, inherited)
    assert load_settings(tmp_path, gateway.environment) == replace(
        settings, assistant=replace(settings.assistant, inner_secret=inner_secret(tmp_path, settings))
    )
    plain = {"PATH": "/bin", "LANG": "C.UTF-8", "BOT_STORAGE_DIRECTORY": "var"}
    assert dict(rasa.environment) == {**plain, **QUIET_ENVIRONMENT}
    told = load_settings(tmp_path, actions.environment)
    assert told.privacy.encryption_key == names["ENCRYPTION_KEY"]
    assert (told.storage, told.mail.password, told.webhook.secret) == (settings.storage, "", "")
    assert actions.environment["MY_API"] == "x"
    values = " ".join(actions.environment.values())
    assert [word for word in ("mail-word", "hook-word", "wechat-word") if word in values] == []


def test_where_the_parts_of_several_hosts_find_each_other(tmp_path: Path) -> None:
    alone = Settings()
    assert (rasa_urls(alone), actions_url(alone)) == (("http://127.0.0.1:5005",), "http://127.0.0.1:5055")
    spread = replace(
        alone,
        storage=replace(alone.storage, redis_url="rediss://bot:w%40rd@cache.internal:6380/2"),
        assistant=replace(
            alone.assistant,
            listen_host="10.0.0.2",
            rasa_urls="http://10.0.0.2:5005/, http://10.0.0.3:5005",
            actions_url="http://10.0.0.3:5055/",
        ),
    )
    assert rasa_urls(spread) == ("http://10.0.0.2:5005", "http://10.0.0.3:5005")
    endpoints = rasa_endpoints(tmp_path, spread)
    assert endpoints["action_endpoint"]["url"] == "http://10.0.0.3:5055/webhook"
    assert endpoints["lock_store"] == {
        "type": "nlu.lock_store.SharedLockStore",
        "url": "rediss://bot:w%40rd@cache.internal:6380/2",
    }
    services = {service.name: service for service in make_services(tmp_path, spread)}
    assert services["rasa"].address == ("10.0.0.2", 5005)
    assert services["actions"].ready_url == "http://10.0.0.2:5055/health"


def test_tracebacks_of_rasa_are_no_noise(tmp_path: Path) -> None:
    noise = next(service.noise for service in make_services(tmp_path, Settings()) if service.name == "rasa")
    assert noise is not None
    lines = [
        "/x/site-packages/rasa/a.py:1: DeprecationWarning: old",
        "  import old",
        "Building prefix dict from the default dictionary ...",
        "Traceback (most recent call last):",
        '  File "a.py", line 1, in <module>',
        "    raise ValueError",
        "ValueError",
        "2026-11-22 WARNING  nlu.gateway_input  - turn_cancelled",
    ]
    assert [line for line in lines if not noise.match(line)] == lines[3:]


def test_the_same_secret_after_a_restart(tmp_path: Path) -> None:
    assert inner_secret(tmp_path, Settings()) == inner_secret(tmp_path, Settings())
    given = replace(Settings(), assistant=replace(Settings().assistant, inner_secret="given"))
    assert inner_secret(tmp_path, given) == "given"


def test_an_empty_secret_file_is_filled(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("", encoding="ascii")
    assert kept_secret(tmp_path / "key", lambda: "made") == "made"
    assert kept_secret(tmp_path / "key", lambda: "other") == "made"
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_conversations_go_to_postgresql_when_the_rest_does(tmp_path: Path) -> None:
    url = "postgresql://bot:word@db.internal/bot"
    settings = replace(Settings(), storage=replace(Settings().storage, database_url=url))
    assert rasa_endpoints(tmp_path, settings)["tracker_store"] == {
        "type": "nlu.tracker_store.ConversationStore",
        "address": url,
    }


def test_the_address_to_reach_a_listener() -> None:
    hosts = ("127.0.0.1", "0.0.0.0", "::", "::1", "bot.internal")
    assert [reachable_host(host) for host in hosts] == ["127.0.0.1", "127.0.0.1", "[::1]", "[::1]", "bot.internal"]


def test_a_test_stack_shares_nothing_with_the_served_system(tmp_path: Path) -> None:
    served = Settings()
    own = temporary_settings(served, tmp_path)
    ports = {own.server.port, own.assistant.rasa_port, own.assistant.actions_port}
    assert len(ports) == 3
    assert not ports & {served.server.port, served.assistant.rasa_port, served.assistant.actions_port}
    assert own.storage.directory == str(tmp_path)
    assert own.storage.database_url == f"sqlite:///{tmp_path}/bot.db"
    assert own.assistant.inner_secret != temporary_settings(served, tmp_path).assistant.inner_secret


def test_who_watches_over_the_processes_loads_nothing_of_what_they_compute_with() -> None:
    """It runs as long as they do: 130 MB that it needed once, before they started."""
    look = (
        "import sys, bot.commands.serve; print(*{'numpy', 'scipy', 'sklearn', 'rasa', 'pypinyin'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_vectors_are_computed_by_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[Path] = []
    monkeypatch.setattr("bot.commands.meaning.prepare_knowledge", lambda root, _: prepared.append(root))
    assert main(["meaning"], tmp_path) == 0
    assert prepared == [tmp_path]
