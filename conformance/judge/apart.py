"""h5py may crash on odd files: what is asked of it there is answered by a process of its own."""

import json
import os


def apart(run, crashed):
    """What `run` gives, which is JSON; what `crashed` makes of the status of a process that ended without an answer."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receive)
        answer = run()
        with os.fdopen(send, "w") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as found:
        answer = found.read()
    _, status = os.waitpid(child, 0)
    return json.loads(answer) if status == 0 and answer else crashed(status)
