"""Starts a subject, plays one tool's fuzzingclient against it, and measures both."""

import dataclasses
import json
import os
import pathlib
import re
import signal
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass
class Measured:
    """What a run cost: seconds, and the tool's peak of resident memory in MiB."""

    wall: float
    tool_cpu: float
    server_cpu: float
    tool_memory: float
    exit_code: int


class Subject:
    """A server under test in a process group of its own."""

    def __init__(self, name, log):
        self.name = name
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                ["bash", ROOT / "ci/peers/start.sh", name, "0"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.url = self._wait_until_it_listens(log)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _wait_until_it_listens(self, log, patience=180):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            text = pathlib.Path(log).read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^listening on (ws://\S+)$", text, re.MULTILINE):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"the subject {self.name} does not start:\n{text}")

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()

    def cpu(self):
        """User and system seconds of the process, its descendants, and those of them that it has waited for."""
        spent, parents = {}, {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                # The name stands in parentheses and may hold spaces.
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            pid = int(stat.parent.name)
            parents[pid] = int(fields[1])
            spent[pid] = sum(map(int, fields[11:15])) / TICKS

        def is_ours(pid):
            while pid and pid != self.process.pid:
                pid = parents.get(pid, 0)
            return bool(pid)

        return sum(seconds for pid, seconds in spent.items() if is_ours(pid))


def play(tool, subject, outdir, cases, excluded, patience, extra=()):
    """Plays `cases` with `tool`, which reports to `outdir`. A run of more than `patience` seconds is an error."""
    outdir.mkdir(parents=True, exist_ok=True)
    spec = outdir.parent / f"{outdir.name}.spec.json"
    servers = [{"agent": subject.name, "url": subject.url}]
    selected = {"cases": cases, "exclude-cases": excluded, "exclude-agent-cases": {}}
    spec.write_text(json.dumps({"outdir": str(outdir), "servers": servers, **selected}, indent=2))
    server_before, begun = subject.cpu(), time.monotonic()
    command = [tool, "-m", "fuzzingclient", "-s", spec, *extra]
    with open(outdir.parent / f"{outdir.name}.log", "wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        # `wait4` and not `wait`: it tells what this child alone has used. Its memory counts from before it was the
        # tool, so it is no less than that of this program, some 16 MiB.
        try:
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                if time.monotonic() - begun > patience:
                    raise RuntimeError(f"{tool} took more than {patience:.0f} s; see {log.name}")
                time.sleep(0.02)
        except BaseException:
            process.kill()
            process.wait()
            raise
    _, status, used = ended
    wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    server_cpu = subject.cpu() - server_before
    return Measured(wall, used.ru_utime + used.ru_stime, server_cpu, used.ru_maxrss / 1024, process.returncode)
