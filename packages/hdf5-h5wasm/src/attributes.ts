import { decodeUtf8, elementCount } from "@hdmf-ts/array";
import { type HdmfError, isDamage } from "@hdmf-ts/errors";
import type { Hdf5Attribute } from "@hdmf-ts/hdf5";
import { attributesInHeader, readAttributeFacts, type Space, type TypeFact } from "./header-facts.ts";
import { typeOfMetadata } from "./metadata-type.ts";
import type { ObjectHeader } from "./object-header.ts";
import type { OpenFile } from "./open-file.ts";
import { readAttributeElements } from "./read-elements.ts";
import { toDetails, toDtype } from "./stored-type.ts";

/**
 * The attributes of an object, with their values, in the order of the file.
 * @param onDamage Where given, those whose values cannot be read are left out, and told of.
 */
export function readAttributes(
  file: OpenFile,
  header: ObjectHeader,
  path: string,
  onDamage: ((name: string, error: HdmfError) => void) | undefined,
): Map<string, Hdf5Attribute> {
  const attributes = new Map<string, Hdf5Attribute>();
  const add = (name: string, read: () => Hdf5Attribute): void => {
    try {
      attributes.set(name, read());
    } catch (error) {
      if (onDamage === undefined || !isDamage(error)) throw error;
      onDamage(name, error);
    }
  };
  if (attributesInHeader(header, file.block)) {
    for (const { name, space, type } of readAttributeFacts(file, header, path)) {
      const text = decodeUtf8(name);
      add(text, () => readAttribute(file, path, isWellFormed(text) ? text : name, space(), type()));
    }
    return attributes;
  }
  const names = file.wasm.call(`list the attributes of "${path}" of ${file.label}`, (module) =>
    module.get_attribute_names(file.id, path),
  );
  for (const name of names) {
    const what = `attribute "${name}" of "${path}"`;
    add(name, () => {
      const metadata = file.wasm.call(`read ${what}`, (module) => module.get_attribute_metadata(file.id, path, name));
      return readAttribute(file, path, name, { shape: metadata.shape }, { type: typeOfMetadata(metadata, what) });
    });
  }
  return attributes;
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}

function readAttribute(
  file: OpenFile,
  path: string,
  name: string | Uint8Array,
  { shape }: Space,
  { type, datatype }: TypeFact,
): Hdf5Attribute {
  const details = toDetails(type);
  return {
    dtype: toDtype(type),
    shape,
    data: readAttributeElements(file, path, name, type, elementCount(shape)),
    ...(details === undefined ? {} : { details }),
    ...(datatype === undefined ? {} : { datatype }),
  };
}
