import { hdmfError } from "@hdmf-ts/errors";
import { type ByteWriter, byteWriter } from "../io/byte-writer.ts";
import type { ChunkedLayout, FieldSizes } from "./data-layout.ts";

/** Where the elements of a dataset are put. An address that is absent is of nothing that was written. */
export type WrittenLayout =
  | { readonly kind: "compact"; readonly bytes: Uint8Array }
  | { readonly kind: "contiguous"; readonly address?: number; readonly size: number }
  /** `address` is that of the root of a B-tree of version 1. */
  | Pick<ChunkedLayout, "kind" | "chunks" | "elementSize" | "address">;

/**
 * Lays out a data layout message of version 3 (specification IV.A.2.i), which all versions of HDF5 since 1.6.3 read.
 * @throws `limit` for compact data and chunks that the widths of the message cannot say
 */
export function encodeDataLayout(layout: WrittenLayout, sizes: FieldSizes): Uint8Array {
  const writer = byteWriter(sizes, 64);
  putDataLayout(writer, layout);
  return writer.finish();
}

/** Puts what {@link encodeDataLayout} gives. @throws as it does */
export function putDataLayout(writer: ByteWriter, layout: WrittenLayout): void {
  writer.uint(3, 1);
  if (layout.kind === "compact") {
    const { length } = layout.bytes;
    if (length > 0xffff) throw hdmfError("limit", `${length} bytes cannot be kept compact; 65,535 are the most`);
    writer.uint(0, 1);
    writer.uint(length, 2);
    writer.bytes(layout.bytes);
  } else if (layout.kind === "contiguous") {
    writer.uint(1, 1);
    writer.address(layout.address);
    writer.length(layout.size);
  } else {
    const { chunks, elementSize, address } = layout;
    if ([...chunks, elementSize].some((length) => length > 0xffff_ffff)) {
      throw hdmfError(
        "limit",
        `A chunk of [${chunks.join(", ")}] cannot be written: lengths of 4 GiB and more do not fit`,
      );
    }
    writer.uint(2, 1);
    writer.uint(chunks.length + 1, 1);
    writer.address(address);
    for (const length of chunks) writer.uint(length, 4);
    writer.uint(elementSize, 4);
  }
}
