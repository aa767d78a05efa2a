"""Plays a tool's fuzzingclient on a foreign server, or a foreign client on a tool's fuzzingserver, and measures both."""

import contextlib
import dataclasses
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = pathlib.Path(__file__).resolve().parents[2]


@dataclasses.dataclass
class Measured:
    """What a run cost: seconds, and the tool's peak of resident memory in MiB."""

    wall: float
    tool_cpu: float
    subject_cpu: float
    tool_memory: float
    exit_code: int


class Group:
    """A program and its descendants: a process group of its own, which ends with it. What it prints goes to `log`."""

    def __init__(self, command, log):
        self.log = log
        self.used = None
        self.begun = time.monotonic()
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def has_ended(self):
        # `wait4` and not `wait`: it tells what this child alone, and what it has waited for itself, have used. Its memory
        # counts from before it was the program, so it is no less than that of this one, some 16 MiB.
        if self.used is None:
            ended, status, used = os.wait4(self.process.pid, os.WNOHANG)
            if ended:
                self.process.returncode = os.waitstatus_to_exitcode(status)
                self.used = used
        return self.used is not None

    def wait(self, patience):
        """Whether it has ended within `patience` seconds."""
        deadline = time.monotonic() + patience
        while not self.has_ended():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    def stop(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            self.wait(5)

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


class Server(Group):
    """A server under test, at `url`."""

    def __init__(self, name, log):
        super().__init__(["bash", ROOT / "ci/peers/start.sh", name, "0"], log)
        try:
            self.url = self._wait_until_it_listens(name)
        except BaseException:
            self.stop()
            raise

    def _wait_until_it_listens(self, name, patience=180):
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            text = pathlib.Path(self.log).read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^listening on (ws://\S+)$", text, re.MULTILINE):
                return found[1]
            if self.has_ended():
                break
            time.sleep(0.05)
        raise RuntimeError(f"the subject {name} does not start:\n{text}")


def play_server(tool, name, outdir, selected, patience, extra=()):
    """Plays a fresh server with `tool`, which reports to `outdir`. A run of more than `patience` seconds is an error."""
    with Server(name, outdir.parent / f"{outdir.name}.server.log") as server:
        spec = write_spec(outdir, servers=[{"agent": name, "url": server.url}], **selected)
        before = server.cpu()
        with Group([tool, "-m", "fuzzingclient", "-s", spec, *extra], outdir.parent / f"{outdir.name}.log") as run:
            if not run.wait(patience):
                raise RuntimeError(f"{tool} took more than {patience:.0f} s; see {run.log}")
            wall = time.monotonic() - run.begun
        return measured(wall, run, server.cpu() - before)


def play_client(tool, name, outdir, selected, patience, extra=()):
    """Plays a client on the fuzzingserver of `tool`, which reports to `outdir`. The time is the client's."""
    url = f"ws://127.0.0.1:{free_port()}"
    spec = write_spec(outdir, url=url, **selected)
    log = outdir.parent / f"{outdir.name}.log"
    with Group([tool, "-m", "fuzzingserver", "-s", spec, "-u", "0", *extra], log) as server:
        wait_until_it_listens(server, url)
        command = ["bash", ROOT / "ci/peers/clients/run.sh", name, url]
        with Group(command, outdir.parent / f"{outdir.name}.client.log") as client:
            if not client.wait(patience):
                raise RuntimeError(f"the client took more than {patience:.0f} s; see {client.log} and {log}")
            wall = time.monotonic() - client.begun
        if client.process.returncode:
            raise RuntimeError(f"the client ended with exit code {client.process.returncode}; see {client.log} and {log}")
        if server.has_ended():
            raise RuntimeError(f"{tool} ended by itself, with exit code {server.process.returncode}; see {log}")
    return measured(wall, server, client.used.ru_utime + client.used.ru_stime)


def write_spec(outdir, **content):
    outdir.mkdir(parents=True, exist_ok=True)
    spec = outdir.parent / f"{outdir.name}.spec.json"
    spec.write_text(json.dumps({"outdir": str(outdir), **content, "exclude-agent-cases": {}}, indent=2))
    return spec


def measured(wall, tool, subject_cpu):
    used = tool.used
    return Measured(wall, used.ru_utime + used.ru_stime, subject_cpu, used.ru_maxrss / 1024, tool.process.returncode)


def free_port():
    """A specification names its port, so somebody else may take it before the tool does; then the tool ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until_it_listens(server, url, patience=30):
    """Tries connections, which say nothing: neither tool prints a line when it listens, nor takes those for a client."""
    port = int(url.rpartition(":")[2])
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not server.has_ended():
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    ended = f": it has ended with exit code {server.process.returncode}" if server.has_ended() else ""
    raise RuntimeError(f"the tool does not listen on {url}{ended}; see {server.log}")
