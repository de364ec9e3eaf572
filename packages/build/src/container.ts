import type { LazyArray, NdArray, NodeId } from "@hdmf-ts/array";
import type { AttributeSpec, DatasetSpec, GroupSpec, LinkSpec } from "@hdmf-ts/spec";
import type { Node, Storage } from "@hdmf-ts/storage";
import type { Registry } from "./registry.ts";

/** A typed object as its specification sees it. */
export interface Container {
  readonly path: string;
  readonly type: string;
  readonly namespace?: string;
  readonly objectId?: string;
  /**
   * What the specification names, under the name that it gives (reference: hdmf.md 2.3): `unit`, `data__unit` for an attribute
   * of an untyped child, `time_series` for typed children without a name of their own. What the file does not have is absent.
   */
  readonly fields: ReadonlyMap<string, Field>;
  /**
   * What the file has and the specification of its type does not speak of: under its own name, `a__b` below an untyped child.
   * An attribute that only the place where the object stands asks for is here too.
   */
  readonly extra: ReadonlyMap<string, Field>;
  readonly storage: Storage;
  readonly id: NodeId;
  readonly node: Node;
  readonly registry: Registry;
}

/** An attribute, or a dataset that is a scalar by its specification: read already. */
export interface ValueField {
  readonly kind: "value";
  readonly path: string;
  readonly spec?: AttributeSpec | DatasetSpec;
  readonly value: NdArray;
}

/** A dataset without a type, or the elements of a typed one (`data`): read when asked for. */
export interface ArrayField {
  readonly kind: "array";
  readonly path: string;
  readonly spec?: DatasetSpec;
  readonly array: LazyArray;
}

/** Typed objects by name: one, or as many as the specification allows. */
export interface ObjectsField {
  readonly kind: "objects";
  readonly path: string;
  readonly spec?: DatasetSpec | GroupSpec | LinkSpec;
  /** Whether the specification allows more than one. */
  readonly many: boolean;
  readonly objects: ReadonlyMap<string, ObjectHandle>;
}

/** A group without a type that no specification speaks of, a committed datatype, a link that leads nowhere, or what cannot be read. */
export interface OtherField {
  readonly kind: "other";
  readonly path: string;
  readonly what: "group" | "datatype" | "dead-link" | "unreadable";
}

export type Field = ValueField | ArrayField | ObjectsField | OtherField;

/** A typed object that is not opened yet. */
export interface ObjectHandle {
  readonly path: string;
  readonly type: string;
  readonly namespace?: string;
  /** Whether a soft or external link leads to it. */
  readonly link: boolean;
  /** Opens it. */
  open(): Promise<Container>;
}
