"""Prints, as JSON, what hdmf says of sources of a namespace, each loaded and resolved alone: a list of messages, null where it loads.

    python load_spec.py < FILE.json        (a list of the texts of sources)
"""

import json
import sys
import tempfile
import warnings
from pathlib import Path

from hdmf.spec import DatasetSpec, GroupSpec, NamespaceCatalog, SpecNamespace

warnings.simplefilter("ignore")

NAMESPACE = """
namespaces:
- name: lab
  doc: d
  version: 0.1.0
  author: A
  contact: C
  schema:
  - source: lab.yaml
"""


def failure(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "lab.namespace.yaml").write_text(NAMESPACE)
        (path / "lab.yaml").write_text(text)
        try:
            NamespaceCatalog(GroupSpec, DatasetSpec, SpecNamespace).load_namespaces(str(path / "lab.namespace.yaml"))
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return None


json.dump([failure(text) for text in json.load(sys.stdin)], sys.stdout)
