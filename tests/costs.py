"""What calls cost, told by a process of its own: seconds of the processor (its own and those of the
processes that it starts) and megabytes at the peak (VmHWM, set back before each call; `ru_maxrss`
comes down from the process that started it). Never the clock: the machine has other things to do.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SCRIPT = """
import io, json, re, resource, sys
{setup}

def spent():
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)

def peak():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\\s+(\\d+)", status.read())[1]) / 1024

def cost(call):
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    before, held = spent(), peak()
    try:
        said = call()
    except Exception as error:
        said = f"{{type(error).__name__}}: {{error}}"
    return [str(said)[:300], spent() - before, peak() - held]

calls = json.load(sys.stdin)
print(json.dumps({{name: cost(lambda: eval(call)) for name, call in calls.items()}}))
"""
DJANGO = """
import os
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
django.setup()
"""
WITHOUT_MODELS = """
from django.conf import settings
settings.configure(USE_I18N=False)
"""


@dataclass(frozen=True)
class Cost:
    """`said` is what the call returned, or the exception that it raised."""

    said: str
    seconds: float
    megabytes: float


def costs_of(calls: Mapping[str, str], *, setup: str) -> dict[str, Cost]:
    """Of each expression in `calls`, by its name, one after the other."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(setup=setup)],
        input=json.dumps(calls),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    told = json.loads(ran.stdout.splitlines()[-1])
    return {name: Cost(*cost) for name, cost in told.items()}


def over(costs: Mapping[str, Cost], *, seconds: float, megabytes: float) -> dict[str, Cost]:
    """Those that took more than they may."""
    return {
        name: cost
        for name, cost in costs.items()
        if cost.seconds > seconds or cost.megabytes > megabytes
    }
