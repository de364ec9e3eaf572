"""Writes sets of random namespaces: the language in all its forms, overrides right and wrong, one namespace that includes another.

    python make_random_namespaces.py FOLDER COUNT [SEED]

Prints a line for each set: a JSON list of its namespace files, what is included first. The same seed gives the same sets. The files are
written by hdmf's own writer. Cycles of containment are left out, as are children overridden with a subtype: there hdmf depends on order
(spec-differences.md).
"""

import json
import random
import sys
import warnings
from pathlib import Path

from hdmf.spec.spec import DtypeHelper
from hdmf.spec.write import YAMLSpecWriter

warnings.simplefilter("ignore")

DTYPES = sorted(DtypeHelper.valid_primary_dtypes)
SHAPES = [[None], [3], [None, None], [None, 3], [[None], [None, None]], [[None, 2], [None, 3]], [[1], [None, None, None]], [[None]]]
MANY = ["*", "+", "?", 1, 2, "3", "zero_or_many", "one_or_many"]
FEW = [1, "?", "zero_or_one", "1"]
RULES = [
    *["narrow", "compound-to-simple", "simple-to-compound", "widen-shape", "odd-shape", "dims", "quantity", "named-many", "two-values"],
    *["attribute-key", "reftype", "slash", "nameless-twice", "links-twice", "other-kind", "other-type", "cycle"],
    *["unknown-base", "unknown-child", "unknown-choice"],
]
VALUES = {"bool": [True, False], "utf": ["v", "1.0", ""], "ascii": ["v", "yes"], "isodatetime": ["2024-05-06", "2024-05-06T07:08:09Z"]}


class Maker:
    """One set; `rule` is the one that it breaks."""

    def __init__(self, chance, rule, nwb):
        self.chance = chance
        self.rule = rule
        self.prefix = "neurodata_type_" if nwb else "data_type_"
        self.types_key = "neurodata_types" if nwb else "data_types"
        self.types = []
        # What the specs of children are when resolved, by the id of the spec.
        self.wholes = {}

    def maybe(self, probability):
        return self.chance.random() < probability

    def breaks(self, rule):
        """Whether the rule is broken here: at most once in a set, so that each is seen alone."""
        if rule != self.rule or not self.maybe(0.3):
            return False
        self.rule = None
        return True

    def pick(self, items):
        return self.chance.choice(list(items))

    def dtype(self, base=None):
        if base is None:
            return self.reference() if self.types and self.maybe(0.15) else self.pick(DTYPES)
        if self.breaks("narrow"):
            return self.pick(DTYPES)
        if isinstance(base, str):
            return self.pick(sorted(set(DtypeHelper.allowable[base])))
        return base

    def reference(self):
        return {"target_type": self.pick(self.types)["name"], "reftype": "object" if not self.breaks("reftype") else self.pick(["region", "odd"])}

    def value(self, dtype):
        if not isinstance(dtype, str):
            return None
        for name, values in VALUES.items():
            if dtype in DtypeHelper.primary_dtype_synonyms[name]:
                return self.pick(values)
        if dtype == "object":
            return None
        return self.pick([0, 1, 7, 2**40, -3] if "float" not in dtype and dtype not in ("double", "numeric") else [0.5, -1.25, 3])

    def axes(self, spec, base=None):
        """shape, dims, both or neither; over a base a shape of no more entries."""
        if not self.maybe(0.45):
            return
        shapes = SHAPES
        if base is not None and not self.breaks("widen-shape"):
            shapes = [each for each in SHAPES if base == each or (self.rank(each) <= self.rank(base) and len(each) <= len(base))]
        if not shapes:
            return
        shape = self.pick(shapes)
        if self.breaks("odd-shape"):
            shape = self.pick([[], "odd", [[]], [1.5]])
        if self.maybe(0.7) and isinstance(shape, list):
            names = iter("pqrstuvwxyz")
            spec["dims"] = [[next(names) for _ in each] if isinstance(each, list) else next(names) for each in shape]
            if self.breaks("dims"):
                spec["dims"] = spec["dims"] + ["more"]
        if "dims" not in spec or any(isinstance(each, list) for each in shape) or self.maybe(0.8):
            spec["shape"] = shape

    @staticmethod
    def rank(shape):
        """The ranks that a shape allows, as a set; compared as subsets."""
        return {len(each) for each in shape} if any(isinstance(each, list) for each in shape) else {len(shape)}

    def attribute(self, name, base=None):
        spec = {"name": name, "doc": self.doc(), "dtype": self.dtype((base or {}).get("dtype"))}
        self.axes(spec, shape_of(base))
        if self.maybe(0.3):
            spec["required"] = self.maybe(0.5)
        self.values(spec, 0.35)
        if self.breaks("attribute-key"):
            spec.pop(self.pick(["dtype", "doc", "name"]))
        return spec

    def values(self, spec, probability):
        if not self.maybe(probability):
            return
        value = self.value(spec.get("dtype", "text"))
        if value is None:
            return
        if self.maybe(0.15):
            value = [value, value]
        key = self.pick(["value", "default_value"])
        spec[key] = value
        if self.breaks("two-values"):
            spec["value"] = spec["default_value"] = value

    def attributes(self, inherited):
        names = self.chance.sample("abcdef", self.pick([0, 0, 1, 2, 3]))
        known = {each.get("name"): each for each in inherited}
        return [self.attribute(each, known.get(each)) for each in names]

    def doc(self):
        return self.pick(["d", "A text: with a colon", "Two\nlines", "1.0", "# no comment", "é"])

    def quantity(self, spec):
        named = "name" in spec
        if self.maybe(0.6):
            spec["quantity"] = self.pick(FEW if named and not self.breaks("named-many") else MANY if not named else [*MANY, 2])
        if self.breaks("quantity"):
            spec["quantity"] = self.pick([0, -1, "many", 2.5])

    def compound(self, base=None):
        names = self.chance.sample("jklm", self.pick([1, 2, 3]))
        known = {each["name"]: each["dtype"] for each in base or []}
        return [{"name": each, "doc": self.doc(), "dtype": self.dtype(known.get(each))} for each in names]

    def data(self, spec, base=None):
        """What a dataset says of its data, over what its base says."""
        inherited = (base or {}).get("dtype")
        if self.maybe(0.6):
            if isinstance(inherited, list):
                spec["dtype"] = self.compound(inherited) if not self.breaks("compound-to-simple") else "int"
            elif inherited is None:
                spec["dtype"] = self.compound() if self.maybe(0.2) else self.dtype()
            else:
                spec["dtype"] = self.dtype(inherited) if not self.breaks("simple-to-compound") else self.compound()
        self.axes(spec, shape_of(base))
        if isinstance(spec.get("dtype"), str):
            self.values(spec, 0.3)

    def included(self, kind):
        """A type of a kind that is known already, as it is when resolved by hand."""
        wrong = self.breaks("other-kind")
        candidates = [each for each in self.types if (each["kind"] == kind) != wrong]
        return self.pick(candidates) if candidates else None

    def child(self, kind, depth, inherited, taken, nameless):
        """A group or dataset of a group; one of `inherited` overridden, a type included, or neither."""
        spec = {}
        names = [each for each in "uvwxyz" if each not in taken]
        over = [each for each in inherited if each.get("name") in names]
        if over and self.maybe(0.5):
            overridden = self.pick(over)
            spec["name"] = overridden["name"]
            if self.prefix + "inc" in overridden:
                spec[self.prefix + "inc"] = overridden[self.prefix + "inc"]
            base = self.wholes[id(overridden)]
            if self.breaks("other-type"):
                spec[self.prefix + "inc"] = self.pick(self.types)["name"]
        else:
            base = None
            found = self.included(kind) if self.maybe(0.6) else None
            if found is not None:
                spec[self.prefix + "inc"] = found["name"]
                base = found["whole"] if found["kind"] == kind else None
            if found is None or self.maybe(0.5):
                free = [each for each in names if each not in {other.get("name") for other in inherited}]
                if not free:
                    return None
                spec["name"] = self.pick(free)
        if "name" not in spec:
            if spec[self.prefix + "inc"] in nameless and not self.breaks("nameless-twice"):
                return None
            nameless.add(spec[self.prefix + "inc"])
        else:
            taken.add(spec["name"])
            if self.breaks("slash"):
                spec["name"] = "a/b"
            if self.breaks("unknown-child"):
                spec[self.prefix + "inc"] = "Nowhere"
        spec["doc"] = self.doc()
        self.quantity(spec)
        if self.maybe(0.1):
            spec["linkable"] = False
        self.content(spec, kind, depth, base)
        self.wholes[id(spec)] = merged(spec, base)
        return spec

    def content(self, spec, kind, depth, base):
        attributes = self.attributes((base or {}).get("attributes", []))
        if attributes:
            spec["attributes"] = attributes
        if kind == "dataset":
            self.data(spec, base)
        elif depth > 0:
            self.children(spec, depth - 1, base or {})

    def children(self, spec, depth, base):
        taken, nameless, targets = set(), set(), set()
        others = {each.get("name") for key in ("datasets", "groups", "links") for each in base.get(key, [])} - {None}
        for kind, key in (("dataset", "datasets"), ("group", "groups")):
            own = [each.get("name") for each in base.get(key, [])]
            found = []
            for _ in range(self.pick([0, 1, 1, 2, 3])):
                blocked = taken | {name for name in others if name not in own}
                each = self.child(kind, depth, base.get(key, []), blocked, nameless)
                if each is not None:
                    taken |= blocked | {each.get("name")}
                    found.append(each)
            if found:
                spec[key] = found
        links = []
        for _ in range(self.pick([0, 0, 1, 2])):
            if not self.types:
                break
            target = self.pick(self.types)["name"]
            link = {"doc": self.doc(), "target_type": target}
            free = [name for name in "uvwxyz" if name not in taken | others]
            if self.maybe(0.6) and free:
                link["name"] = self.pick(free)
                taken.add(link["name"])
            elif target in targets and not self.breaks("links-twice"):
                continue
            else:
                targets.add(target)
            if "name" not in link:
                self.quantity(link)
            links.append(link)
        if links:
            spec["links"] = links

    def type(self, name, kind):
        base = self.included(kind) if self.maybe(0.65) else None
        spec = {self.prefix + "def": name, "doc": self.doc()}
        if base is not None:
            spec[self.prefix + "inc"] = base["name"]
        if self.breaks("unknown-base"):
            spec[self.prefix + "inc"] = "Nowhere"
        if self.maybe(0.1):
            spec["name"] = name.lower()
        elif self.maybe(0.15):
            spec["default_name"] = "usual"
        if self.maybe(0.1):
            spec["quantity"] = "?"
        whole = base["whole"] if base is not None and base["kind"] == kind else None
        self.content(spec, kind, 2, whole)
        self.types.append({"name": name, "kind": kind, "whole": merged(spec, whole)})
        return spec


def shape_of(spec):
    """What it says, or what its dims say."""
    if spec is None or "shape" in spec or "dims" not in spec:
        return (spec or {}).get("shape")
    return [None] * len(spec["dims"])


def merged(spec, base):
    """Enough of a resolved type to know what may be overridden."""
    whole = {**(base or {}), **spec}
    for key in ("attributes", "datasets", "groups", "links"):
        own = spec.get(key, [])
        names = {each.get("name") for each in own}
        whole[key] = own + [each for each in (base or {}).get(key, []) if each.get("name") is None or each.get("name") not in names]
    return whole


def write_set(folder, chance):
    nwb = chance.random() < 0.3
    maker = Maker(chance, chance.choice(RULES) if chance.random() < 0.4 else None, nwb)
    folder.mkdir(parents=True, exist_ok=True)
    writer = YAMLSpecWriter(outdir=str(folder))
    paths = []
    for order, name in enumerate(["one", "two"][: chance.choice([1, 2, 2])]):
        schema = []
        before = list(maker.types)
        if order == 1:
            element = {"namespace": "one"}
            if chance.random() < 0.4:
                maker.types = before[:2] + chance.sample(before[2:], min(2, len(before) - 2))
                chosen = [each["name"] for each in maker.types]
                if maker.breaks("unknown-choice"):
                    chosen.append("Nowhere")
                element[maker.types_key] = chosen
            schema.append(element)
        sources = [f"{name}.{each}.yaml" for each in "ab"[: chance.choice([1, 2])]]
        found = {source: {} for source in sources}
        if nwb and order == 0:
            for base, kind in (("NWBContainer", "group"), ("NWBData", "dataset")):
                spec = {maker.prefix + "def": base, "doc": "d"}
                found[sources[0]].setdefault(kind + "s", []).append(spec)
                maker.types.append({"name": base, "kind": kind, "whole": spec})
        for i in range(chance.choice([2, 4, 6])):
            kind = chance.choice(["group", "group", "dataset"])
            spec = maker.type(f"{name.title()}{i}", kind)
            found[chance.choice(sources)].setdefault(kind + "s", []).append(spec)
        defined = [each for specs in found.values() for kind in specs.values() for each in kind]
        pairs = [(each, base) for each in defined for base in defined if each.get(maker.prefix + "inc") == base[maker.prefix + "def"]]
        if pairs and maker.breaks("cycle"):
            each, base = chance.choice(pairs)
            base[maker.prefix + "inc"] = each[maker.prefix + "def"]
        for source, specs in found.items():
            for specs_of_kind in specs.values():
                chance.shuffle(specs_of_kind)
            if specs:
                writer.write_spec(specs, source)
                schema.append({"source": source})
        writer.write_namespace({"name": name, "doc": "d", "version": "1.0.0", "schema": schema}, f"{name}.namespace.yaml")
        paths.append(str(folder / f"{name}.namespace.yaml"))
    return paths


def main(folder, count, seed=1):
    for i in range(int(count)):
        print(json.dumps(write_set(Path(folder) / f"{i:04}", random.Random(f"{seed}-{i}"))))


main(*sys.argv[1:])
