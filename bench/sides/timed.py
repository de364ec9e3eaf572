"""Runs a task some times over in one process and prints what it took, as JSON; the same as sides/timed.mjs."""

import json
import resource
import statistics
import time


def usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def timed(task, warm, inner):
    """`task` gives what it came to, or a function that finds that out: its time does not count."""
    runs, result = [], None
    for i in range(warm + inner):
        result = None
        wall, cpu = time.perf_counter(), usage()[0]
        result = task()
        if i >= warm:
            runs.append((time.perf_counter() - wall, usage()[0] - cpu))
    cpu, rss = usage()
    print(json.dumps({
        "seconds": statistics.median(r[0] for r in runs), "cpu": statistics.median(r[1] for r in runs),
        "wholeCpu": cpu, "rssMb": rss, "check": result() if callable(result) else result,
    }))
