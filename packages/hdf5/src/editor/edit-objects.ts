import type { Dtype } from "@hdmf-ts/array";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { Hdf5Link } from "../hdf5-file.ts";
import type { SymbolTable } from "../headers/encode-pointers.ts";
import type { Range } from "../io/file-bytes.ts";
import type { ElementStore } from "./element-store.ts";
import type { RawHeader, RawMessage } from "./raw-header.ts";

/** An attribute of an object that is edited, laid out. */
export interface EditedAttribute {
  /** The body of its message. */
  readonly body: Uint8Array;
  /** The message, where it stands in the header as it is. */
  readonly message?: RawMessage;
  /** Where that is tracked: its place in the order of creation. */
  readonly order: number;
  /** Its type needs a header with a checksum. */
  readonly manyUnusedBits?: boolean;
}

/** A link of a group that is edited. */
export interface EditedLink {
  readonly link: Hdf5Link;
  /** The body of its message as it stands in the file, in groups of the new style. */
  readonly body?: Uint8Array;
  readonly message?: RawMessage;
  /** Where that is tracked: its place in the order of creation. */
  readonly order: number;
}

interface EditedBase {
  /** The address of its header, which a new object has from the start. */
  readonly id: number;
  /** For messages. */
  readonly path: string;
  /** Absent until a commit wrote it. */
  header: RawHeader | undefined;
  /** Of the room for the header of a new object. */
  readonly reserved: number;
  readonly creationOrder: boolean;
  readonly comment: string | undefined;
  /** Hard links that lead here; none for what is deleted. */
  references: number;
  /** Read when they are first asked for; in the order of the file. */
  attributes: Map<string, EditedAttribute> | undefined;
  attributesChanged: boolean;
  /** Dense storage of attributes that this edit wrote. */
  attributeRanges: readonly Range[];
}

export interface EditedGroup extends EditedBase {
  readonly kind: "group";
  /** In the order of creation where that is tracked. */
  readonly links: Map<string, EditedLink>;
  linksChanged: boolean;
  /** The symbol table of a group of the old style. */
  table: SymbolTable | undefined;
  /** What this edit wrote for the links, or what may be written over when they are written anew. */
  linkRanges: readonly Range[];
}

export interface EditedDataset extends EditedBase {
  readonly kind: "dataset";
  readonly type: StoredType;
  readonly elements: ElementStore;
  /** Messages of a new dataset that never change: type, fill value, filters. */
  readonly constant: readonly RawMessage[];
}

export interface EditedDatatype extends EditedBase {
  readonly kind: "datatype";
  readonly dtype: Dtype;
  readonly type: StoredType;
}

/** An object of a file that is edited. */
export type EditedObject = EditedGroup | EditedDataset | EditedDatatype;

/** How messages name an object. */
export const pathOf = (id: number): string => `The object at ${id}`;
