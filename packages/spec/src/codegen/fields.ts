import type { Catalog } from "../catalog.ts";
import { fieldNameOfType } from "../field-name.ts";
import type { AttributeSpec, DatasetSpec, GroupSpec, LinkSpec, TypeSpec } from "../language.ts";
import { resolveInclusion } from "../resolve-inclusion.ts";
import { typeAttributes } from "../type-attributes.ts";
import { dtypeText, shapeText, valueText, type Writer } from "./dtypes.ts";
import { saidAt } from "./said.ts";

/** A field of a type as text. */
export interface FieldText {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly doc: string;
}

/** The namespace in which names are looked up, and where text goes. */
export interface FieldWriter extends Writer {
  readonly catalog: Catalog;
  readonly namespace: string;
  /** The lines of some fields, with their comments; `depth` counts the refinements that they are within. */
  block(fields: Iterable<FieldText>, depth: number): string;
}

/** How deep inclusions that refine what they include are followed; a type may refine itself within itself, without end. */
const maxRefinements = 4;

/**
 * The fields of a resolved type under the names that containers use (reference: hdmf.md 2.3): `data__unit` for an attribute of a child
 * without a type, `time_series` for a typed child without a name. Where two come to one name the first one keeps it; of
 * objects that may be many there is one field then.
 */
export function fieldsOf(spec: TypeSpec, writer: FieldWriter): readonly FieldText[] {
  const fields = new Map<string, FieldText>();
  addFields(fields, spec, spec, writer, 0);
  return [...fields.values()];
}

/** `whole` is `spec` with all that stands beside it. */
function addFields(
  fields: Map<string, FieldText>,
  spec: TypeSpec,
  whole: TypeSpec,
  writer: FieldWriter,
  depth: number,
): void {
  addAttributes(fields, spec.attributes, "", false, writer);
  if (spec.kind === "group") {
    addChildren(fields, spec, besideIn(whole), { prefix: "", optional: false, depth }, writer);
  } else putElements(fields, spec, writer);
}

function addAttributes(
  fields: Map<string, FieldText>,
  attributes: readonly AttributeSpec[],
  prefix: string,
  optional: boolean,
  writer: FieldWriter,
): void {
  for (const attribute of attributes) {
    const { name, doc, required } = attribute;
    if (typeAttributes.has(name)) continue;
    const type = () => plainText("Attribute", attribute, writer);
    put(fields, { name: prefix + name, optional: optional || !required, type, doc });
  }
}

/** The datasets of a group by name, for those that belong together. */
type Beside = ReadonlyMap<string | undefined, DatasetSpec>;

const besideIn = (group: TypeSpec): Beside =>
  new Map(group.kind === "group" ? group.datasets.map((each) => [each.name, each]) : []);

interface Place {
  readonly prefix: string;
  /** Whether it is within what may be absent. */
  readonly optional: boolean;
  readonly depth: number;
}

function addChildren(
  fields: Map<string, FieldText>,
  spec: GroupSpec,
  beside: Beside,
  { prefix, optional, depth }: Place,
  writer: FieldWriter,
): void {
  for (const child of [...spec.datasets, ...spec.groups]) {
    const absent = optional || child.quantity.min === 0;
    const type = child.typeDef ?? child.typeInc;
    if (type !== undefined) {
      const name = prefix + (child.name ?? fieldNameOfType(type, isMany(child)));
      const text = () => objectText(child, type, beside, writer, depth);
      putObject(fields, { name, optional: absent, type: text, doc: child.doc }, isMany(child));
      continue;
    }
    const name = prefix + child.name!;
    if (child.kind === "dataset") {
      put(fields, { name, optional: absent, type: () => plainText("Dataset", child, writer), doc: child.doc });
    }
    addAttributes(fields, child.attributes, `${name}__`, absent, writer);
    if (child.kind === "group") {
      addChildren(fields, child, besideIn(child), { prefix: `${name}__`, optional: absent, depth }, writer);
    }
  }
  for (const link of spec.links) {
    const name = prefix + (link.name ?? fieldNameOfType(link.targetType, isMany(link)));
    const type = () => `${writer.word(isMany(link) ? "Links" : "Link")}<${writer.target(link.targetType)}>`;
    putObject(fields, { name, optional: optional || link.quantity.min === 0, type, doc: link.doc }, isMany(link));
  }
}

const isMany = ({ quantity }: DatasetSpec | GroupSpec | LinkSpec): boolean => quantity.max === null || quantity.max > 1;

/** A field whose type is not written yet: one that is left out must leave no trace among the words that are imported. */
type Draft = Omit<FieldText, "type"> & { readonly type: () => string };

function put(fields: Map<string, FieldText>, field: Draft): void {
  if (!fields.has(field.name)) fields.set(field.name, { ...field, type: field.type() });
}

/** Many objects are a map, which is there although empty; so a field of them is never optional. */
function putObject(fields: Map<string, FieldText>, field: Draft, many: boolean): void {
  const before = fields.get(field.name);
  if (before === undefined) put(fields, many ? { ...field, optional: false } : field);
  else if (many && /^(Children|Links)</.test(before.type)) {
    const type = field.type();
    if (type !== before.type) fields.set(field.name, { ...before, type: `${before.type} | ${type}` });
  }
}

function plainText(word: "Attribute" | "Dataset", spec: AttributeSpec | DatasetSpec, writer: FieldWriter): string {
  const { dtype, shape, dims, value } = spec;
  // A dataset of which neither is said may hold anything, a scalar or not; else it is a scalar where no shape is said.
  const anything = word === "Dataset" && dtype === undefined && shape === undefined;
  const shapes = anything ? writer.word("Shape") : shape === undefined ? "[]" : shapeText(shape, dims);
  const fixed = valueText(value, dtype);
  const parts = [dtypeText(dtype, writer), shapes, ...(fixed === undefined ? [] : [fixed])];
  if (parts.length === 2 && shapes === "[]") parts.pop();
  return `${writer.word(word)}<${parts.join(", ")}>`;
}

function putElements(fields: Map<string, FieldText>, { dtype, shape, dims }: DatasetSpec, writer: FieldWriter): void {
  const shapes = shape === undefined ? [] : [shapeText(shape, dims)];
  const type = () => `${writer.word("Elements")}<${[dtypeText(dtype, writer), ...shapes].join(", ")}>`;
  put(fields, { name: "data", optional: false, type, doc: "" });
}

function objectText(
  child: DatasetSpec | GroupSpec,
  type: string,
  beside: Beside,
  writer: FieldWriter,
  depth: number,
): string {
  const target = child.typeDef === undefined ? refinedText(child, type, writer, depth) : writer.target(type);
  if (isMany(child)) return `${writer.word("Children")}<${target}>`;
  const index = raggedBy(child, type, beside, writer);
  if (index === undefined) return `${writer.word("Child")}<${target}>`;
  const levels = index.levels === 1 ? "" : `, ${index.levels}`;
  const ragged = `${writer.word("Ragged")}<${target}${levels}>`;
  return index.always ? ragged : `${ragged} | ${writer.word("Child")}<${target}>`;
}

/** The type that a child includes, with what is said at that place. */
function refinedText(child: DatasetSpec | GroupSpec, type: string, writer: FieldWriter, depth: number): string {
  const target = writer.target(type);
  const included = writer.catalog.type(writer.namespace, type)?.spec;
  if (depth >= maxRefinements || included?.kind !== child.kind) return target;
  const merged = resolveInclusion<TypeSpec>(writer.catalog, writer.namespace, child);
  const { spec, elements } = saidAt(child, merged, included);
  const fields = new Map<string, FieldText>();
  if (spec.kind === "group") addFields(fields, spec, merged, writer, depth + 1);
  else {
    addAttributes(fields, spec.attributes, "", false, writer);
    if (elements) putElements(fields, spec, writer);
  }
  if (fields.size === 0) return target;
  return `${writer.word("Refined")}<${target}, ${writer.block(fields.values(), depth + 1)}>`;
}

/** How many levels of indices a column has beside it by its specification, and whether they are there whenever the column is. */
function raggedBy(
  child: DatasetSpec | GroupSpec,
  type: string,
  beside: Beside,
  { catalog, namespace }: FieldWriter,
): { readonly levels: number; readonly always: boolean } | undefined {
  const isOf = (name: string | undefined, ancestor: string) =>
    name !== undefined && catalog.isSubtype(namespace, name, ancestor);
  // An index of an index is no column of its own.
  if (child.kind !== "dataset" || !isOf(type, "VectorData") || isOf(type, "VectorIndex")) return undefined;
  let levels = 0;
  let always = true;
  let name = `${child.name}_index`;
  for (;;) {
    const index = beside.get(name);
    if (index === undefined || !isOf(index.typeDef ?? index.typeInc, "VectorIndex")) break;
    // Where the index may be missing as the column may, they are there together.
    if (index.quantity.min < child.quantity.min) always = false;
    levels += 1;
    name += "_index";
  }
  return levels === 0 ? undefined : { levels, always };
}
