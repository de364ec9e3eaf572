"""Runs any command and prints what it took, as sides/timed.py does. Usage: python bench/sides/command.py COMMAND ARGUMENT..."""

import json
import resource
import subprocess
import sys

subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"wholeCpu": used.ru_utime + used.ru_stime, "rssMb": used.ru_maxrss / 1024, "check": None}))
