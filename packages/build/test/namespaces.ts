import type { NamespaceSource } from "@hdmf-ts/spec";

/** A namespace as a file caches it, of specifications in the published language. */
export function cached(
  name: string,
  version: string,
  specs: { readonly groups?: readonly object[]; readonly datasets?: readonly object[] },
  includes: readonly string[] = [],
): NamespaceSource {
  const schema = [...includes.map((namespace) => ({ namespace })), { source: "types" }];
  const declaration = { namespaces: [{ name, version, doc: name, schema }] };
  return {
    name,
    version,
    sources: new Map([
      ["namespace", JSON.stringify(declaration)],
      ["types", JSON.stringify(specs)],
    ]),
  };
}

const doc = "as the test needs it";
const anyShape = [[null], [null, null]];

/** The types of tables, as short as they can be. */
export const common: NamespaceSource = cached("hdmf-common", "1.8.0", {
  datasets: [
    { data_type_def: "Data", doc },
    {
      data_type_def: "VectorData",
      data_type_inc: "Data",
      doc,
      shape: anyShape,
      dims: [["dim0"], ["dim0", "dim1"]],
      attributes: [{ name: "description", dtype: "text", doc }],
    },
    {
      data_type_def: "VectorIndex",
      data_type_inc: "VectorData",
      doc,
      dtype: "uint8",
      shape: [null],
      dims: ["num_rows"],
      attributes: [{ name: "target", dtype: { target_type: "VectorData", reftype: "object" }, doc }],
    },
    {
      data_type_def: "ElementIdentifiers",
      data_type_inc: "Data",
      doc,
      dtype: "int",
      shape: [null],
      dims: ["num_rows"],
    },
    {
      data_type_def: "DynamicTableRegion",
      data_type_inc: "VectorData",
      doc,
      dtype: "int",
      shape: [null],
      dims: ["num_rows"],
    },
    { data_type_def: "EnumData", data_type_inc: "VectorData", doc, dtype: "uint8" },
  ],
  groups: [
    { data_type_def: "Container", doc },
    {
      data_type_def: "DynamicTable",
      data_type_inc: "Container",
      doc,
      attributes: [
        { name: "colnames", dtype: "text", shape: [null], dims: ["num_columns"], doc },
        { name: "description", dtype: "text", doc },
      ],
      datasets: [
        { name: "id", data_type_inc: "ElementIdentifiers", dtype: "int", shape: [null], dims: ["num_rows"], doc },
        { data_type_inc: "VectorData", quantity: "*", doc },
      ],
    },
    {
      data_type_def: "AlignedDynamicTable",
      data_type_inc: "DynamicTable",
      doc,
      attributes: [{ name: "categories", dtype: "text", shape: [null], dims: ["num_categories"], doc }],
      groups: [{ data_type_inc: "DynamicTable", quantity: "*", doc }],
    },
  ],
});

/** Types of an imaginary laboratory. */
export const test: NamespaceSource = cached(
  "test",
  "1.0.0",
  {
    groups: [
      {
        data_type_def: "Series",
        data_type_inc: "Container",
        doc,
        attributes: [{ name: "comments", dtype: "text", required: false, doc }],
        datasets: [
          {
            name: "data",
            dtype: "numeric",
            shape: anyShape,
            dims: [["time"], ["time", "channel"]],
            doc,
            attributes: [{ name: "unit", dtype: "text", doc }],
          },
          { name: "rate", dtype: "float", quantity: "?", doc },
        ],
        links: [{ name: "device", target_type: "Device", quantity: "?", doc }],
      },
      { data_type_def: "Device", data_type_inc: "Container", doc },
      {
        data_type_def: "Session",
        data_type_inc: "Container",
        doc,
        datasets: [{ name: "identifier", dtype: "text", doc }],
        groups: [
          { name: "acquisition", doc, groups: [{ data_type_inc: "Series", quantity: "*", doc }] },
          { name: "general", doc, groups: [{ data_type_inc: "Device", quantity: "*", doc }] },
          { name: "trials", data_type_inc: "Trials", quantity: "?", doc },
        ],
      },
      {
        data_type_def: "Trials",
        data_type_inc: "DynamicTable",
        doc,
        datasets: [
          { name: "start", data_type_inc: "VectorData", dtype: "float", shape: [null], dims: ["trials"], doc },
          { name: "tags_index", data_type_inc: "VectorIndex", doc },
        ],
      },
    ],
  },
  ["hdmf-common"],
);
