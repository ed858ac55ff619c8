"""What each process finds in its environment: what it needs, and no secret beyond that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from common.settings import Settings
from common.settings_file import referenced_variables, secret_names, settings_environment
from common.settings_reading import variable_name

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

FRUGAL_ENVIRONMENT = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "4000000"}
"""Without it glibc keeps what uploads and building the index needed in a heap for every thread: 100 MB more."""

ACTIONS_SECRETS = frozenset(
    {"storage.database_url", "storage.redis_url", "assistant.inner_secret", "privacy.encryption_key"}
)
"""The action server opens tickets: it writes sealed texts into the database and wakes the senders."""

_PLAIN_NAMES = """\
PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TERM HOSTNAME VIRTUAL_ENV LD_LIBRARY_PATH PYTHONPATH PYTHONHOME
PYTHONHASHSEED SSL_CERT_FILE SSL_CERT_DIR OMP_NUM_THREADS MALLOC_ARENA_MAX""".split()  # noqa: SIM905
_OWN_PREFIX = "BOT_"


def gateway_environment(settings: Settings, inherited: Mapping[str, str]) -> dict[str, str]:
    """Everything: the gateway masks, seals, sends, and talks to all the others."""
    return {**FRUGAL_ENVIRONMENT, **inherited, **QUIET_ENVIRONMENT, **settings_environment(settings)}


def actions_environment(root: Path, settings: Settings, inherited: Mapping[str, str]) -> dict[str, str]:
    """What custom actions may count on, without the secrets that only the gateway needs.

    A secret counts as known under the names that `settings.yml` takes it from, too.
    """
    withheld = secret_names() - ACTIONS_SECRETS
    known = referenced_variables(root)
    plain = {name: value for name, value in inherited.items() if name not in known and not _is_own(name)}
    blanks = {variable_name(*name.split(".")): "" for name in withheld}
    own = settings_environment(settings, without=withheld)
    return {**FRUGAL_ENVIRONMENT, **plain, **QUIET_ENVIRONMENT, **own, **blanks}


def rasa_environment(settings: Settings, inherited: Mapping[str, str]) -> dict[str, str]:
    """Only what a program needs to run, and where checked guides are; the rest Rasa must know is in its two files."""
    plain = {name: value for name, value in inherited.items() if name in _PLAIN_NAMES or name.startswith("LC_")}
    directory = {variable_name("storage", "directory"): settings.storage.directory}
    return {**plain, **QUIET_ENVIRONMENT, **directory, **_published(settings)}


def _published(settings: Settings) -> dict[str, str]:
    if settings.content.source != "published":
        return {}
    storage = settings.storage
    told = {"database_url": storage.database_url, "redis_url": storage.redis_url}
    names = {variable_name("storage", name): value for name, value in told.items()}
    return {variable_name("content", "source"): settings.content.source, **names}


def _is_own(name: str) -> bool:
    return name.startswith(_OWN_PREFIX)
