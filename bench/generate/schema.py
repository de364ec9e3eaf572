"""The NWB schema of pynwb with hdmf-common, as texts: what files cache, and the YAML files.

Environment A. Usage: python bench/generate/schema.py OUT nwb
JSON: {"cached": [{"name", "version", "sources": {name: text}}], "yaml": {path: text}, "roots": [path]}, in the order in which they include each other.
"""

import json
import sys
from pathlib import Path

import pynwb
from ruamel.yaml import YAML

folder = Path(pynwb.__file__).parent / "nwb-schema"
roots = ["hdmf-common-schema/common/namespace.yaml", "core/nwb.namespace.yaml"]
yaml = YAML(typ="safe")
out, _ = sys.argv[1:3]
cached, texts = [], {}
for root in roots:
    place = folder / root
    texts[root] = place.read_text()
    for namespace in yaml.load(texts[root])["namespaces"]:
        sources = {}
        for element in namespace["schema"]:
            source = element.get("source")
            if source is None:
                continue
            text = (place.parent / source).read_text()
            texts[str(Path(root).parent / source)] = text
            element["source"] = source.removesuffix(".yaml")
            sources[element["source"]] = json.dumps(yaml.load(text), separators=(",", ":"))
        sources["namespace"] = json.dumps({"namespaces": [namespace]}, separators=(",", ":"))
        cached.append({"name": namespace["name"], "version": namespace["version"], "sources": sources})
Path(out).write_text(json.dumps({"cached": cached, "yaml": texts, "roots": roots}))
