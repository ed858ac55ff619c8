"""The samples of deploy/ are taken by the programs they are for, with real paths and a certificate of their own."""

from __future__ import annotations

import getpass
import grp
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.running.hosts import is_spread, refuse_half_spread
from bot.running.services import SERVICE_NAMES
from bot.running.stack import free_ports
from common.settings import Settings
from common.settings_file import load_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/bin:/bin")
    if found is None:
        pytest.skip(f"没有 {name}")
    return found


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def make_certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "help.example.cn")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "certificate.key"
    files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.mark.parametrize("unit", ["chsi-bot.service", *(f"chsi-bot@{name}.service" for name in SERVICE_NAMES)])
def test_the_units_are_sound(unit: str, tmp_path: Path) -> None:
    verify = program("systemd-analyze")
    sample = re.sub(r"@\w+\.", "@.", unit)
    text = (DEPLOY / "systemd" / sample).read_text(encoding="utf-8")
    for old, new in (
        ("/opt/chsi-bot/.venv/bin/python", sys.executable),
        ("User=chsi-bot", f"User={getpass.getuser()}"),
        ("Group=chsi-bot", f"Group={grp.getgrgid(os.getgid()).gr_name}"),
        ("/opt/chsi-bot", str(ROOT)),
        ("/etc/chsi-bot", str(DEPLOY)),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / sample).write_text(text, encoding="utf-8")
    said = run(verify, "verify", "--man=no", str(tmp_path / unit))
    assert [line for line in said.splitlines() if "chsi-bot" in line] == []


def test_a_unit_with_a_fault_would_be_noticed(tmp_path: Path) -> None:
    verify = program("systemd-analyze")
    (tmp_path / "chsi-bot.service").write_text("[Service]\nExecStart=/no/such/program\n", encoding="utf-8")
    done = subprocess.run(
        [verify, "verify", "--man=no", str(tmp_path / "chsi-bot.service")], capture_output=True, text=True, check=False
    )
    assert "no/such/program" in done.stderr


def test_the_units_start_what_the_command_line_knows() -> None:
    text = (DEPLOY / "systemd/chsi-bot@.service").read_text(encoding="utf-8")
    assert "-m bot run %i" in text
    for name in SERVICE_NAMES:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "run", name, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0


def test_nginx_takes_its_sample(tmp_path: Path) -> None:
    nginx = program("nginx")
    certificate, key = make_certificate(tmp_path)
    plain, secure = free_ports(2)
    text = (DEPLOY / "nginx/chsi-bot.conf").read_text(encoding="utf-8")
    for old, new in (
        ("/etc/ssl/certs/help.example.cn.pem", str(certificate)),
        ("/etc/ssl/private/help.example.cn.key", str(key)),
        ("/var/log/nginx", str(tmp_path)),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("10.0.0.2", "127.0.0.1"),
        ("10.0.0.3", "127.0.0.1"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "site.conf").write_text(text, encoding="utf-8")
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    assert "test is successful" in run(nginx, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))


def test_caddy_takes_its_sample(tmp_path: Path) -> None:
    caddy = program("caddy")
    certificate, key = make_certificate(tmp_path)
    text = (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8")
    for old, new in (
        ("help.example.cn {", f"https://help.example.cn:{free_ports(1)[0]} {{\n\ttls {certificate} {key}"),
        ("/var/log/caddy", str(tmp_path)),
        ("10.0.0.2:8080 10.0.0.3:8080", "127.0.0.1:8080 127.0.0.1:8081"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "Caddyfile").write_text(text, encoding="utf-8")
    said = run(caddy, "validate", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile")
    assert "Valid configuration" in said


def test_the_proxies_let_the_largest_upload_through() -> None:
    most = Settings().limits.upload_bytes
    nginx = re.search(r"client_max_body_size (\d+)m;", (DEPLOY / "nginx/chsi-bot.conf").read_text(encoding="utf-8"))
    caddy = re.search(r"max_size (\d+)MB", (DEPLOY / "caddy/Caddyfile").read_text(encoding="utf-8"))
    assert nginx is not None
    assert caddy is not None
    assert int(nginx[1]) * 1024 * 1024 > most
    assert int(caddy[1]) * 1000 * 1000 > most


def test_the_shared_settings_are_all_that_two_hosts_need(tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "settings.two-hosts.yml", tmp_path / "settings.yml")
    variables = read_variables(DEPLOY / "secrets.env") | read_variables(DEPLOY / "host.env")
    blank = {name for name, value in variables.items() if not value}
    assert blank == {"INNER_SECRET", "ENCRYPTION_KEY", "SESSION_KEY", "WECHAT_KEY", "SIGN_IN_KEY"}
    filled = variables | dict.fromkeys(blank, "k" * 44) | {"ENCRYPTION_KEY": Fernet.generate_key().decode()}
    settings = load_settings(tmp_path, filled)
    assert is_spread(settings)
    refuse_half_spread(settings)


def read_variables(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
