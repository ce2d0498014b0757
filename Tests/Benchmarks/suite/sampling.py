"""One run of one program, and what it cost as the kernel accounts for it."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass


class Failed(Exception):
    pass


@dataclass
class Sample:
    """Of a whole process, from its start to its end; `rate` where the program tells its own."""

    seconds: float
    processor: float  # seconds, user and system
    peak: float  # MB
    output: str = ""
    rate: float = 0.0


def sample(command, expected=0, environment=None):
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.monotonic()
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
            env=dict(os.environ, **(environment or {})))
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0), errors.seek(0)
        if process.returncode != expected:
            words = (output.read() + errors.read())[-2000:]
            raise Failed(f"{command[0]} ended with {process.returncode}:\n{words}")
        return Sample(
            seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6, output.read(100_000))


@dataclass
class Spread:
    low: float
    median: float
    high: float

    def __init__(self, values):
        values = sorted(values)
        self.low, self.median, self.high = values[0], statistics.median(values), values[-1]

    def text(self, form):
        return f"{self.median:{form}} ({self.low:{form}}–{self.high:{form}})"
