"""A stand-in for WeChat's servers and for the phones behind them.

It lives in `wechat/` and not in `tests/` because `python -m bot wechat simulate` needs it at run time, and in a package
of its own because it is the other side of the protocol: it alone uses aiohttp's server, and nothing else in `wechat/`
imports it. `tests/fakes/wechat_server.py` is a thin wrapper for the tests. It behaves as facts/wechat.md §10 says.
"""

from simulator.account import Account
from simulator.faults import Fault
from simulator.people import Shown, SimulatedPerson
from simulator.platform import Platform
from simulator.pushes import Delivered

__all__ = ["Account", "Delivered", "Fault", "Platform", "Shown", "SimulatedPerson"]
