"""Prints, as JSON, what the two YAML libraries of Python make of the files of a folder: {file: {"ruamel", "pyyaml"}}.

    python read_yaml.py FOLDER

hdmf reads with ruamel (YAML 1.2), many others with PyYAML (1.1).
"""

import json
import sys
from pathlib import Path

import yaml
from ruamel.yaml import YAML

found = {}
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    text = path.read_text(encoding="utf-8")
    found[path.name] = {"ruamel": YAML(typ="safe", pure=True).load(text), "pyyaml": yaml.safe_load(text)}
print(json.dumps(found, default=str))
