import type { Dataspace } from "../datatypes/dataspace-message.ts";
import type { DecodeContext } from "../datatypes/decode-context.ts";
import type { StoredType } from "../datatypes/stored-type.ts";
import type { ByteCache } from "../io/byte-cache.ts";
import type { FileBytes } from "../io/file-bytes.ts";

/** A file that is open for reading, as the parsers of its headers see it. */
export interface OpenFile {
  readonly bytes: FileBytes;
  /** How elements are decoded; its texts are those of names too. */
  readonly decode: DecodeContext;
  readonly types: ByteCache<StoredType>;
  readonly spaces: ByteCache<Dataspace>;
  /** Looks for a message in the heap of its type's shared messages. */
  readonly sharedMessage: (type: number, heapId: Uint8Array) => Uint8Array;
}
