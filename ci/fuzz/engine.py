"""Runs a fuzz target under libFuzzer, and knows what came of it."""

import dataclasses
import os
import re
import resource
import signal
import subprocess
import time

import places


@dataclasses.dataclass
class Played:
    """What a run of a target cost and brought."""

    name: str
    executions: int = 0
    cpu: float = 0.0
    wall: float = 0.0
    corpus: int = 0
    findings: list = dataclasses.field(default_factory=list)
    # Why the run ended before its budget was spent, if it did.
    stopped: str = ""


def replay(program, name, say):
    """Runs the inputs that are kept, each by name, and gives those on which the target fails."""
    inputs = places.readable(places.files(places.seeds(name)) + places.regressions(name))
    if not inputs:
        raise places.Stop(f"fuzz/corpus/{name} is empty: cargo run -p wsspec-fuzz --example seeds")
    say(f"replays {len(inputs)} inputs")
    failed = []
    while inputs:
        command = [program, *inputs, f"-artifact_prefix={places.artifacts(name)}/"]
        log = run(command)
        if log.returncode == 0:
            break
        # The process died on the last input that it named.
        begun = [line[9:] for line in log.stderr.splitlines() if line.startswith("Running: ")]
        if not begun:
            raise places.Stop(f"{program} does not run: {last_line(log.stderr)}")
        failed.append(begun[-1])
        print(sentences(log.stderr))
        inputs = inputs[len(begun):]
    return failed


def run(command):
    """Runs a program to its end, and keeps what it says."""
    words = [str(word) for word in command]
    return subprocess.run(words, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")


def fuzz(program, name, runs, options, say):
    """Runs a target so often, or for as long as the options say. An interrupt, a full disk and a finding end it early; what it found is kept."""
    for folder in (places.fresh(name), places.artifacts(name)):
        places.make(folder)
    places.keep_fresh(name)
    played = Played(name)
    # A hunt goes on from what earlier ones have added; a run that is counted begins with the seeds, and so repeats.
    corpora = [places.seeds(name)] + ([places.corpus(name)] if options.minutes else [])
    for folder in corpora:
        places.readable(places.files(folder))
    before = set(places.files(places.artifacts(name)))
    command = [program, places.fresh(name), *corpora, *flags(program, name, runs, options)]
    begun, cpu = time.monotonic(), cpu_seconds()
    # A group of its own: an interrupt is for this script, which hands it on.
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    log = []
    try:
        watch(process, log, played, say)
    except KeyboardInterrupt:
        played.stopped = "interrupted"
    except places.Stop as full:
        played.stopped = str(full)
    finally:
        end(process, log)
    played.wall, played.cpu = time.monotonic() - begun, cpu_seconds() - cpu
    said = "\n".join(log)
    played.executions = max([played.executions, *map(int, re.findall(r"number_of_executed_units: *(\d+)", said))])
    places.keep_fresh(name)
    played.corpus = len(places.files(places.corpus(name)))
    played.findings = sorted(set(places.files(places.artifacts(name))) - before)
    if not played.stopped and process.returncode and not played.findings:
        played.stopped = f"ended with exit code {process.returncode}: {last_line(said)}"
    if played.findings or process.returncode:
        print(sentences(said))
    return played


def flags(program, name, runs, options):
    """libFuzzer's flags for a budget."""
    chosen = [f"-artifact_prefix={places.artifacts(name)}/", f"-seed={options.seed}", "-print_final_stats=1"]
    chosen += ["-max_len=4096", "-timeout=60"]
    dictionary = program.with_name(f"{name}.dict")
    if dictionary.exists():
        chosen.append(f"-dict={dictionary}")
    if options.fork:
        chosen += [f"-fork={options.fork}", "-ignore_crashes=0"]
    if options.minutes:
        chosen.append(f"-max_total_time={round(options.minutes * 60)}")
    else:
        chosen.append(f"-runs={runs}")
    return chosen


def watch(process, log, played, say):
    """Reads what libFuzzer says, shows how far it is, and stops it before the disk is full."""
    looked = shown = 0.0
    for line in process.stderr:
        log.append(line.rstrip("\n"))
        # The end of a long run is enough, and with it what was said of a finding.
        del log[:-400]
        # "#4096 pulse cov: 1 ft: 2 …", and of a fork "#4096: cov: 1 ft: 2 …".
        if progress := re.match(r"#(\d+)[:\s].*?cov: (\d+)", line):
            played.executions = max(played.executions, int(progress[1]))
            now = time.monotonic()
            if now - shown > 5:
                shown = now
                say(f"{played.executions} executions, {progress[2]} edges")
            if now - looked > 2:
                looked = now
                places.enough_room()
    process.wait()


def end(process, log):
    """Lets a process end that may still run, and reads what it has to say."""
    if process.poll() is None:
        # All of its group: a fork has children.
        os.killpg(process.pid, signal.SIGINT)
        try:
            rest = process.communicate(timeout=20)[1] or ""
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            rest = process.communicate()[1] or ""
        log += rest.splitlines()


def cpu_seconds():
    """User and system time of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def sentences(log):
    """What was said of a finding: the sentence, the octets and the clause, or what the sanitizer says, and the input in
    base64, which is all that is left of it if it could not be written."""
    wanted = re.compile(r"^(thread '|  octets: |  clause: |==\d+==|SUMMARY|Base64: |artifact_prefix)")
    lines = log.splitlines()
    kept = set()
    for n, line in enumerate(lines):
        if wanted.match(line):
            kept.add(n)
            # The sentence stands below the name of the thread.
            if line.startswith("thread '"):
                kept.add(n + 1)
    return "\n".join(f"  {lines[n]}" for n in sorted(kept) if n < len(lines))


def last_line(log):
    """The last thing that was said."""
    lines = [line for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
