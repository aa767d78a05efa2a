"""What the parity script says of its runs: text for the terminal, and Markdown for the documentation."""

import collections
import os


def text(run):
    """A peer's differences, one a line, and what both runs cost."""
    meant = sum(1 for difference in run.differences if difference.known)
    lines = [f"{run.peer}: {run.cases} cases, {len(run.differences)} differences, {meant} of them known"]
    for difference in run.differences:
        why = f"known: {difference.known.reason}" if difference.known else "UNEXPLAINED"
        lines.append(f"  {difference.case:8} autobahn {difference.autobahn:32} ours {difference.ours:32} {why}")
    for tool, cost in (("autobahn", run.autobahn), ("ours", run.ours)):
        if cost:
            saved = ", saved" if tool == "autobahn" and run.reused else ""
            lines.append(
                f"  {tool:8} {cost.wall:8.1f} s wall, CPU {cost.tool_cpu:7.1f} s of the tool"
                f" and {cost.subject_cpu:7.1f} s of the subject, {cost.tool_memory:5.0f} MiB at most{saved}"
            )
    faster = f"ours is {run.autobahn.wall / run.ours.wall:.1f} times as fast; " if run.autobahn else ""
    share = run.ours.wall / max(run.ours.subject_cpu, 0.01)
    lines.append(f"  {faster}our wall time is {share:.1f} times the subject's CPU time")
    return "\n".join(lines)


def markdown(runs):
    """Two tables: what each peer's runs cost, and the differences that are meant."""
    lines = [
        f"On {os.cpu_count()} processors. Times are in seconds; CPU is user and system time.",
        "",
        "| subject | cases | same words | known | wall: Autobahn | ours | times as fast | CPU: Autobahn | ours "
        "| subject's CPU: Autobahn | ours | MiB: Autobahn | ours | our wall / subject's CPU |",
        "|---|" + "--:|" * 13,
    ]
    for run in sorted(runs, key=lambda run: run.peer):
        theirs, ours = run.autobahn, run.ours
        known = sum(1 for difference in run.differences if difference.known)

        def pair(name, digits, theirs=theirs, ours=ours):
            value = f"{getattr(theirs, name):.{digits}f}" if theirs else "–"
            return f"{value} | {getattr(ours, name):.{digits}f}"

        faster = f"{theirs.wall / ours.wall:.1f}" if theirs else "–"
        lines.append(
            f"| {run.peer} | {run.cases} | {run.cases - len(run.differences)} | {known} | {pair('wall', 1)} | {faster}"
            f" | {pair('tool_cpu', 1)} | {pair('subject_cpu', 1)} | {pair('tool_memory', 0)}"
            f" | {ours.wall / max(ours.subject_cpu, 0.01):.1f} |"
        )
    grouped = collections.defaultdict(list)
    for difference in (difference for run in runs for difference in run.differences):
        why = difference.known.reason if difference.known else "**unexplained**"
        grouped[difference.peer, difference.autobahn, difference.ours, why].append(difference.case)
    if grouped:
        lines += ["", "| subject | cases | Autobahn | ours | reason |", "|---|---|---|---|---|"]
        lines += [
            f"| {peer} | {', '.join(cases)} | {autobahn} | {ours} | {why} |"
            for (peer, autobahn, ours, why), cases in sorted(grouped.items())
        ]
    return "\n".join(lines) + "\n"
