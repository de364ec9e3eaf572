"""The store's side: a Zarr v3 store as zarr-python sees it, under the convention of hdmf-zarr 0.14."""

import json
import os
import warnings
from pathlib import Path

import zarr

RESERVED = {"_DTYPE", "_LINKS", "_REFERENCE_FIELDS", "_ARRAY_DIMENSIONS"}


class Store:
    """All nodes of a store by absolute path, its links, and the documents they were read from."""

    def __init__(self, path):
        self.path = Path(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.root = zarr.open_group(str(path), mode="r")
            self.nodes = {"/": self.root}
            for name, node in self.root.members(max_depth=None):
                self.nodes["/" + name] = node
        self.documents = {}
        for folder, folders, files in os.walk(path):
            if "zarr.json" in files:
                inner = "/" + os.path.relpath(folder, path).replace(os.sep, "/")
                self.documents["/" if inner == "/." else inner] = json.loads(Path(folder, "zarr.json").read_text("utf-8"))
            if "c" in folders and "zarr.json" in files:
                document = self.documents["/" if inner == "/." else inner]
                if document["node_type"] == "array":
                    folders.clear()
        self.links = {}  # absolute path of a link -> (source, path)
        for path_, document in self.documents.items():
            for link in document.get("attributes", {}).get("_LINKS", []):
                self.links[path_.rstrip("/") + "/" + link["name"]] = (link["source"], link["path"])
        extra = self.path / "hdmf-ts.json"
        self.beside = json.loads(extra.read_text("utf-8")) if extra.exists() else None

    def attributes(self, path):
        return self.documents[path].get("attributes", {})

    def follow(self, path):
        """The node that a path leads to through links of this store, or `None`."""
        for _ in range(64):
            if path in self.nodes:
                return path
            head, tail = path, ""
            while head != "/" and head not in self.links:
                head, _, part = head.rpartition("/")
                head, tail = head or "/", "/" + part + tail
            if head not in self.links or self.links[head][0] != ".":
                return None
            path = self.links[head][1].rstrip("/") + tail or "/"
        return None

    def problems(self):
        """What is wrong with the store by itself: the consolidated metadata, names, links that stand where a node stands."""
        found = []
        root = self.documents.get("/", {})
        consolidated = (root.get("consolidated_metadata") or {}).get("metadata")
        if consolidated is None:
            found.append({"path": "/", "kind": "consolidated-missing"})
        else:
            inside = {"/" + key: value for key, value in consolidated.items()}
            for path in sorted(set(inside) ^ (set(self.documents) - {"/"})):
                found.append({"path": path, "kind": "consolidated-nodes", "store": path in inside})
            for path, document in self.documents.items():
                if path == "/" or path not in inside:
                    continue
                keys = {"attributes", "shape", "data_type", "chunk_grid", "codecs", "fill_value", "node_type"}
                for key in sorted(keys):
                    if repr(document.get(key)) != repr(inside[path].get(key)):
                        found.append({"path": path, "kind": "consolidated-stale", "store": key})
        for path in sorted(set(self.documents) ^ set(self.nodes)):
            found.append({"path": path, "kind": "unlisted-node"})
        for path in self.links:
            if path in self.nodes:
                found.append({"path": path, "kind": "link-over-node"})
        return found
