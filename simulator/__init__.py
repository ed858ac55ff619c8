"""A stand-in for WeChat's servers and for the phones behind them.

`python -m bot wechat simulate`, the benchmarks and the tests talk to it; nothing that serves people imports it. It
behaves as the platform's documentation says and as integrators have seen it behave (docs/wechat.md).
"""

from simulator.account import Account
from simulator.faults import Fault
from simulator.people import Shown, SimulatedPerson
from simulator.platform import Platform
from simulator.pushes import Delivered

__all__ = ["Account", "Delivered", "Fault", "Platform", "Shown", "SimulatedPerson"]
