import fc from "fast-check";

const types = ["A", "B", "C", "VectorData", "VectorIndex", "Gone"];
const name = fc.constantFrom(
  "a",
  "b",
  "a_index",
  "b_index",
  "a_index_index",
  "a__b",
  "data",
  "A",
  "__proto__",
  "x y",
  "*/",
  "@ts-ignore",
);
const quantity = fc.constantFrom(1, "?", "*", "+", 2, undefined);
const reference = fc.record({ target_type: fc.constantFrom(...types), reftype: fc.constantFrom("object", "region") });
const primary = fc.constantFrom(
  "int",
  "int64",
  "uint8",
  "float",
  "double",
  "text",
  "ascii",
  "bool",
  "isodatetime",
  "numeric",
  "object",
);
const column = fc.record({ name, doc: name, dtype: fc.oneof(primary, reference) });
const shaped = fc.constantFrom(
  {},
  { shape: [null] },
  { shape: [[null], [null, 3]] },
  { dims: ["n", "n"] },
  { dims: ["new", "x y"] },
  { shape: "scalar" },
);
const valued = fc.constantFrom(
  {},
  { value: 1 },
  { value: -2.5 },
  { value: "v" },
  { value: true },
  { value: [1] },
  { default_value: 1 },
);

const attribute = fc
  .tuple(fc.record({ name, doc: name, dtype: fc.oneof(primary, reference), required: fc.boolean() }), shaped, valued)
  .map((parts) => Object.assign({}, ...parts));
const attributes = fc.array(attribute, { maxLength: 3 });
const inclusion = fc.oneof(
  fc.record({ name }),
  fc.record({ data_type_inc: fc.constantFrom(...types), quantity }),
  fc.record({ data_type_inc: fc.constantFrom(...types), name }),
);
const dataset = fc
  .tuple(
    inclusion,
    shaped,
    valued,
    fc.record({
      doc: name,
      dtype: fc.oneof(fc.constant(undefined), primary, reference, fc.array(column, { minLength: 1, maxLength: 2 })),
      attributes,
    }),
  )
  .map((parts) => Object.assign({}, ...parts));
const link = fc.record({
  name: fc.oneof(name, fc.constant(undefined)),
  doc: name,
  target_type: fc.constantFrom(...types),
  quantity,
});
const data = (name: string, more: object = {}) => ({ name, doc: "", data_type_inc: "VectorData", ...more });
const index = (name: string, more: object = {}) => ({ name, doc: "", data_type_inc: "VectorIndex", ...more });
const optional = { quantity: "?" };
const columns = fc.constantFrom<readonly object[]>(
  [],
  [data("a", { dtype: "double" }), index("a_index")],
  [data("a"), index("a_index", optional)],
  [data("b", optional), index("b_index", optional), index("b_index_index", optional)],
);

/** A group of groups, so deep. */
function groupOf(depth: number): fc.Arbitrary<object> {
  const datasets = fc.tuple(columns, fc.array(dataset, { maxLength: 3 })).map((each) => each.flat());
  const links = fc.array(link, { maxLength: 2 });
  const groups = depth === 0 ? fc.constant([]) : fc.array(groupOf(depth - 1), { maxLength: 2 });
  return fc
    .tuple(inclusion, fc.record({ doc: name, attributes, datasets, links, groups }))
    .map((parts) => Object.assign({}, ...parts));
}

const defined = (def: string) => ({ data_type_def: def, name: undefined, quantity: undefined });

/** What a source of a namespace holds: types that extend, contain, refine and refer to each other, at random. */
export const randomSchema: fc.Arbitrary<{
  readonly groups: readonly unknown[];
  readonly datasets: readonly unknown[];
}> = fc.tuple(fc.array(groupOf(3), { minLength: 3, maxLength: 3 }), dataset, dataset).map(([groups, data, index]) => ({
  groups: groups.map((each, i) => ({ ...each, ...defined(types[i]!) })),
  datasets: [
    { ...data, ...defined("VectorData") },
    { ...index, ...defined("VectorIndex"), data_type_inc: "VectorData" },
  ],
}));
