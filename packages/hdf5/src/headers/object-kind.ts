import type { Hdf5Object } from "../hdf5-file.ts";
import { messageType } from "./message-type.ts";
import type { ObjectHeader } from "./object-header.ts";

/** What an object is follows from its messages; `undefined` where they make no kind. */
export function kindOf({ messages }: ObjectHeader): Hdf5Object["kind"] | undefined {
  let isGroup = false;
  let hasType = false;
  for (const { type } of messages) {
    if (type === messageType.layout) return "dataset";
    if (type === messageType.datatype) hasType = true;
    else if (
      type === messageType.symbolTable ||
      type === messageType.linkInfo ||
      type === messageType.link ||
      type === messageType.groupInfo
    ) {
      isGroup = true;
    }
  }
  if (isGroup) return "group";
  return hasType ? "datatype" : undefined;
}
