"""What `hdmf-ts.json` keeps beside the nodes of a store (format: docs/hdmf-ts-json.md of the Zarr backend)."""

_FILTERS = {1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 5: "nbit", 6: "scaleoffset", 32000: "lzf"}
_CODECS = {"gzip": 1, "zlib": 1, "numcodecs.zlib": 1, "numcodecs.gzip": 1, "numcodecs.shuffle": 2, "numcodecs.fletcher32": 3}


class Records:
    """Whether the record of a node holds what Zarr could not say, by the name that the comparison gives to the difference."""

    def __init__(self, document):
        self.nodes = (document or {}).get("nodes", {})

    def at(self, path):
        return self.nodes.get(path)

    def _attribute(self, path, name):
        return self.nodes.get(path, {}).get("attributes", {}).get(name, {})

    def _link(self, path):
        parent, _, name = path.rpartition("/")
        return self.nodes.get(parent or "/", {}).get("links", {}).get(name, {})

    def holds(self, path, name, *wanted):
        return bool(getattr(self, "_" + name.replace("-", "_"))(path, *wanted))

    # Attributes

    def _attribute_type(self, path, name, dtype, shape):
        found = self._attribute(path, name)
        return found.get("dtype") == dtype and found.get("shape", "absent") == shape

    def _attribute_text(self, path, name, length):
        return _lengths(self._attribute(path, name).get("stored")) == {length}

    def _attribute_datatype(self, path, name, target):
        return self._attribute(path, name).get("datatype") == target

    def _attribute_bytes(self, path, name):
        return "data" in self._attribute(path, name)

    # Datasets

    def _dtype(self, path, dtype):
        return self.nodes.get(path, {}).get("dtype") == dtype

    def _null_space(self, path, dtype, data_type):
        found = self.nodes.get(path, {})
        return found.get("shape", "absent") is None and found.get("dtype", data_type) == dtype

    def _fixed_length_text(self, path, lengths):
        return _lengths(self.nodes.get(path, {}).get("stored")) == set(lengths)

    def _byte_order(self, path):
        return "big" in _all(self.nodes.get(path, {}).get("stored"), "byteOrder")

    def _text_bytes(self, path):
        return bool(self.nodes.get(path, {}).get("text"))

    def _max_shape(self, path, lengths):
        return self.nodes.get(path, {}).get("maxShape") == lengths

    def _layout(self, path, compact):
        return self.nodes.get(path, {}).get("stored", {}).get("layout") == ("compact" if compact else "contiguous")

    def _chunks(self, path, lengths):
        return self.nodes.get(path, {}).get("chunks") == lengths

    def _filters(self, path, ids, codecs):
        recorded = self.nodes.get(path, {}).get("filters")
        if recorded is not None:
            names = [_FILTERS.get(i, i) for i in ids]
            return [f.get("name") for f in recorded] == names or [f.get("id") for f in recorded] == ids
        return [_CODECS.get(c["name"]) for c in codecs if c["name"] not in ("bytes", "vlen-utf8", "vlen-bytes")] == ids

    def _committed_datatype(self, path, target):
        return self.nodes.get(path, {}).get("datatype") == target

    def _datatype_node(self, path, dtype, attributes):
        found = self.nodes.get(path, {})
        return found.get("kind") == "datatype" and found.get("dtype") == dtype and set(found.get("attributes", {})) == attributes

    # Links

    def _hard_link(self, path, target):
        return self._link(path).get("hard") == target

    def _soft_link_path(self, path, text):
        return self._link(path).get("soft") == text

    def _external_link(self, path, source, target):
        return self._link(path).get("copyOf") == {"source": source, "path": target}

    def _dead_link(self, path, link):
        found = self._link(path)
        return found.get("soft") == link.get("soft") and found.get("external") == link.get("external")


def _all(stored, key):
    """Every value of a key in a `stored` record, inside of its fields and bases too."""
    if not isinstance(stored, dict):
        return []
    found = [stored[key]] if key in stored else []
    for inner in [*(stored.get("fields") or {}).values(), stored.get("base")]:
        found += _all(inner, key)
    return found


def _lengths(stored):
    return {text.get("length") for text in _all(stored, "text") if text.get("length") != "variable"}
