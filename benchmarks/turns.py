"""What a turn costs early and late in a conversation, through the running system and beside stock Rasa.

    python -m benchmarks.turns
    python -m benchmarks.turns --stock --database postgresql://…

Starts `python -m bot serve` on free ports with data of its own and talks to the public API, one message after the
other. Two conversations are brought to an age of 200 and 400 turns; then a few turns of each and of a young one take
turns, so that a machine that is busy for a while slows all three alike. `processor_ms` is processor time per message
of each process in the latter part, from /proc. With `--stock` the same messages go to Rasa's own REST channel with the
same model and action server, tracker in memory; and once more with words that need no action, the least Rasa can do.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from statistics import median

import aiohttp
import yaml

from bot.running.environments import QUIET_ENVIRONMENT
from bot.running.stack import free_ports
from bot.serving.model_file import MODEL_FILE

ROOT = Path(__file__).resolve().parents[1]
POINTS = (5, 200, 400)
_WINDOW = 5
"""A point is the median of that many turns around it, in every round."""
_SECRET = "benchmark"
_STARTS_S = 240.0
_TICKS = os.sysconf("SC_CLK_TCK")
QUESTIONS = (
    "忘记密码怎么办",
    "手机号换了收不到验证码",
    "注册的时候说手机号已被注册",
    "学历查不到",
    "学籍信息里姓名错了",
    "在线验证报告有效期多久",
    "谢谢",
    "怎么修改绑定的邮箱",
    "你好",
    "实人验证总是失败",
)
PLAIN = ("谢谢", "再见")
Send = Callable[[str, str], Awaitable[None]]


async def talk(
    send: Send, questions: tuple[str, ...], rounds: int, processors: Callable[[], dict[str, float]]
) -> dict[str, object]:
    """Age the conversations, then measure them in rounds."""

    async def say(name: str, turns: range) -> list[float]:
        spans = []
        for turn in turns:
            started = time.perf_counter()
            await send(name, questions[turn % len(questions)])
            spans.append((time.perf_counter() - started) * 1000)
        return spans

    for point in POINTS[1:]:
        await say(f"aged{point}", range(point - _WINDOW // 2 - 1))
    before, messages = processors(), 0
    spans: dict[int, list[float]] = {point: [] for point in POINTS}
    for number in range(rounds):
        young = await say(f"young{number}", range(POINTS[0] + _WINDOW // 2))
        spans[POINTS[0]] += young[-_WINDOW:]
        for point in POINTS[1:]:
            spans[point] += await say(f"aged{point}", range(number * _WINDOW, (number + 1) * _WINDOW))
        messages += len(young) + 2 * _WINDOW
    spent = {name: (value - before[name]) * 1000 / messages for name, value in processors().items()}
    figures: dict[str, object] = {f"turn_{point}_ms": round(median(taken), 1) for point, taken in spans.items()}
    figures["processor_ms"] = {name: round(value, 2) for name, value in spent.items()} | {
        "all": round(sum(spent.values()), 2)
    }
    return figures


@contextlib.asynccontextmanager
async def process(arguments: list[str], environment: dict[str, str], log: Path) -> AsyncIterator[int]:
    """A process of its own group; gives its id and ends it."""
    with log.open("wb") as output:
        child = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=ROOT, env=os.environ | environment, stdout=output, stderr=output
        )
        try:
            yield child.pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            await child.wait()


async def until_ready(http: aiohttp.ClientSession, url: str) -> None:
    """Wait until an address answers 200."""
    ends = time.monotonic() + _STARTS_S
    while time.monotonic() < ends:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with http.get(url) as response:
                if response.status == 200:
                    return
        await asyncio.sleep(0.2)
    raise SystemExit(f"{url} did not get ready")


def children(parent: int) -> dict[str, int]:
    """The service processes under `bot serve`, by name."""
    names = {"gateway": "gateway", "rasa": "rasa", "actions.server": "actions"}
    found: dict[str, int] = {}
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_text().split("\0")
        found |= {name: int(child) for word, name in names.items() if word in words}
    return found


def processor_s(pid: int) -> float:
    """Processor time of a process so far, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def measure_system(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """The whole system, by its public API."""
    server, rasa, actions = free_ports(3)
    database = options.database or f"sqlite:///{folder}/bot.db"
    environment = {
        "BOT_SERVER_PORT": str(server),
        "BOT_ASSISTANT_RASA_PORT": str(rasa),
        "BOT_ASSISTANT_ACTIONS_PORT": str(actions),
        "BOT_STORAGE_DIRECTORY": str(folder),
        "BOT_STORAGE_DATABASE_URL": database,
        "BOT_ASSISTANT_DEADLINE_S": "30",  # what is measured is the whole system's answer, however busy the machine
        "BOT_LIMITS_SESSION_MESSAGES_PER_MINUTE": "1000000",
        "BOT_LIMITS_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    }
    base = f"http://127.0.0.1:{server}"
    async with (
        process(["-m", "bot", "serve"], environment, folder / "serve.log") as pid,
        aiohttp.ClientSession() as http,
    ):
        await until_ready(http, f"{base}/readyz")

        tokens: dict[str, str] = {}

        async def send(session: str, text: str) -> None:
            if session not in tokens:
                async with http.post(f"{base}/api/v1/session") as response:
                    tokens[session] = (await response.json())["session"]
            body = {"session": tokens[session], "text": text}
            async with http.post(f"{base}/api/v1/messages", json=body) as response:
                answer = await response.json()
                if response.status != 200 or answer["trace"].get("limited"):
                    raise SystemExit(f"not answered as it should be: {answer}")

        for question in QUESTIONS:  # everything loaded and compiled
            await send("warm", question)
        services = children(pid)

        def processors() -> dict[str, float]:
            return {name: processor_s(child) for name, child in services.items()}

        return await talk(send, QUESTIONS, options.rounds, processors)


async def measure_stock(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """Rasa's own server: REST channel, tracker in memory, nothing of ours but the model and the action server."""
    rasa, actions = free_ports(2)
    (folder / "stock.credentials.yml").write_text(yaml.safe_dump({"rest": None}))
    endpoint = {"url": f"http://127.0.0.1:{actions}/webhook", "headers": {"Authorization": f"Bearer {_SECRET}"}}
    (folder / "stock.endpoints.yml").write_text(yaml.safe_dump({"action_endpoint": endpoint}))
    environment = QUIET_ENVIRONMENT | {
        "BOT_ASSISTANT_ACTIONS_PORT": str(actions),
        "BOT_ASSISTANT_INNER_SECRET": _SECRET,
        "BOT_STORAGE_DIRECTORY": str(folder),
        "BOT_STORAGE_DATABASE_URL": f"sqlite:///{folder}/stock.db",
    }
    command = f"-m rasa run --interface 127.0.0.1 --port {rasa} --model {ROOT / MODEL_FILE}".split()
    command += [
        "--endpoints",
        str(folder / "stock.endpoints.yml"),
        "--credentials",
        str(folder / "stock.credentials.yml"),
    ]
    base = f"http://127.0.0.1:{rasa}"
    async with (
        process(["-m", "actions.server"], environment, folder / "stock.actions.log") as actions_pid,
        process(command, environment, folder / "stock.rasa.log") as rasa_pid,
        aiohttp.ClientSession() as http,
    ):
        await until_ready(http, f"http://127.0.0.1:{actions}/health")
        await until_ready(http, f"{base}/webhooks/rest/")

        async def send(sender: str, text: str) -> None:
            body = {"sender": sender, "message": text}
            async with http.post(f"{base}/webhooks/rest/webhook", json=body) as response:
                if not await response.json():
                    raise SystemExit("stock Rasa said nothing")

        async def run(questions: tuple[str, ...], kind: str) -> dict[str, object]:
            async def send_kind(sender: str, text: str) -> None:
                await send(f"{kind}-{sender}", text)

            def processors() -> dict[str, float]:
                return {"rasa": processor_s(rasa_pid), "actions": processor_s(actions_pid)}

            return await talk(send_kind, questions, options.rounds, processors)

        await send("warm", QUESTIONS[0])
        return {"stock": await run(QUESTIONS, "full"), "stock_without_actions": await run(PLAIN, "plain")}


async def _run(options: argparse.Namespace) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="turns-") as folder:
        figures: dict[str, object] = {"system": await measure_system(Path(folder), options)}
        if options.stock:
            figures |= await measure_stock(Path(folder), options)
        return figures


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--stock", action="store_true", help="measure stock Rasa too")
    parser.add_argument("--database", default="", help="another database than a SQLite file of its own")
    print(json.dumps(asyncio.run(_run(parser.parse_args())), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
