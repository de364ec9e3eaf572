import type { NdArray } from "@hdmf-ts/array";
import type { Node } from "@hdmf-ts/storage";

/** The type that an object says it has. */
export interface TypeName {
  readonly type: string;
  /** The namespace that defines the type; absent where the object does not say it. */
  readonly namespace?: string;
}

/**
 * The type of a node by its `neurodata_type` or `data_type` attribute (the first where both are there), as every object
 * of an HDMF file has it (reference: hdmf.md 3.3); `undefined` for what is untyped.
 */
export function typeOf(node: Node): TypeName | undefined {
  const type = textOf(node, "neurodata_type") ?? textOf(node, "data_type");
  if (type === undefined || type === "") return undefined;
  const namespace = textOf(node, "namespace");
  return namespace === undefined || namespace === "" ? { type } : { type, namespace };
}

/** The `object_id` of a node, as it is in the file. */
export function objectIdOf(node: Node): string | undefined {
  return textOf(node, "object_id");
}

/** The text of an attribute that holds exactly one; `undefined` where it is missing or something else. */
export function textOf(node: Node, name: string): string | undefined {
  const attribute = node.attributes.get(name);
  const texts = attribute === undefined ? undefined : textsOf(attribute);
  return texts?.length === 1 ? texts[0] : undefined;
}

/** The elements of an array of text; `undefined` for other arrays. */
export function textsOf(value: NdArray): readonly string[] | undefined {
  const isText = value.dtype === "utf8" || value.dtype === "ascii";
  return isText && value.shape !== null && Array.isArray(value.data) ? (value.data as readonly string[]) : undefined;
}
