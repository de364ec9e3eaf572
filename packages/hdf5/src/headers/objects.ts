import { hdmfError } from "@hdmf-ts/errors";
import { readLinks } from "../groups/links.ts";
import type { Hdf5Datatype, Hdf5Group, Hdf5Object } from "../hdf5-file.ts";
import { each } from "../io/runner.ts";
import type { OnDamagedAttribute } from "../messages/attribute.ts";
import { readAttributes } from "./attributes.ts";
import { messageType } from "./message-type.ts";
import { type ObjectHeader, readObjectHeader } from "./object-header.ts";
import { kindOf } from "./object-kind.ts";
import type { OpenFile } from "./open-file.ts";
import { resolveType } from "./resolve-message.ts";

/** Makes a dataset of its header; what it needs of the file it may find absent. */
export type MakeDataset = (header: ObjectHeader, attributes: Hdf5Object["attributes"]) => Hdf5Object;

/**
 * The object whose header is at an address.
 * @param onDamage As of {@link readAttributes}.
 * @throws `not-found`, `malformed`, `unsupported`, `limit`
 */
export function readObject(
  file: OpenFile,
  address: number,
  makeDataset: MakeDataset,
  onDamage?: OnDamagedAttribute,
): Hdf5Object {
  const header = readObjectHeader(file.bytes, address);
  const kind = kindOf(header);
  if (kind === undefined) {
    throw hdmfError("malformed", `The object at ${address} is damaged: it is no group, dataset or datatype`);
  }
  const object =
    kind === "group" ? readGroup(file, header, onDamage) : readOther(file, header, kind, makeDataset, onDamage);
  const comment = header.messages.find(({ type }) => type === messageType.comment);
  if (comment === undefined && !header.attributeOrder) return object;
  return {
    ...object,
    ...(header.attributeOrder ? { attributeOrder: true } : {}),
    ...(comment === undefined
      ? {}
      : { comment: file.decode.texts.untilNul(comment.block, comment.start, comment.end) }),
  };
}

function readOther(
  file: OpenFile,
  header: ObjectHeader,
  kind: "dataset" | "datatype",
  makeDataset: MakeDataset,
  onDamage: OnDamagedAttribute | undefined,
): Hdf5Object {
  const attributes = readAttributes(file, header, onDamage);
  return kind === "dataset" ? makeDataset(header, attributes) : makeDatatype(file, header, attributes);
}

function readGroup(file: OpenFile, header: ObjectHeader, onDamage: OnDamagedAttribute | undefined): Hdf5Group {
  const { texts } = file.decode;
  // Links and attributes are in different places, which are asked for at once.
  let attributes: Hdf5Group["attributes"] | undefined;
  let found: ReturnType<typeof readLinks> | undefined;
  each([0, 1], (part) => {
    if (part === 0) attributes = readAttributes(file, header, onDamage);
    else found = readLinks(file.bytes, header, (bytes) => texts.text(bytes, 0, bytes.length));
  });
  return {
    kind: "group",
    address: header.address,
    attributes: attributes as Hdf5Group["attributes"],
    ...(found as ReturnType<typeof readLinks>),
  };
}

function makeDatatype(file: OpenFile, header: ObjectHeader, attributes: Hdf5Object["attributes"]): Hdf5Datatype {
  const message = header.messages.find(({ type }) => type === messageType.datatype);
  if (message === undefined)
    throw hdmfError("malformed", `The datatype at ${header.address} is damaged: it has no type`);
  const { dtype, details } = resolveType(file, message.block, message.start, message.end, message.shared).type;
  return {
    kind: "datatype",
    address: header.address,
    attributes,
    dtype,
    ...(details === undefined ? {} : { details }),
  };
}
