import type { RegionSelection } from "@hdmf-ts/array";
import { hdmfError } from "@hdmf-ts/errors";
import type { ElementSource } from "./decode.ts";
import { byteOrderOf, type StoredType } from "./stored-type.ts";
import type { Wasm } from "./wasm.ts";

/** What a region reference in memory leads to; 12 bytes from `at`. */
export type ReadRegion = (bytes: Uint8Array, at: number) => { address: number; selection: RegionSelection | null };

/** Allocates in h5wasm's memory, lets `fill` fill it and `use` look at it (it must copy what it keeps), and gives it back. */
export function withMemory<T>(
  wasm: Wasm,
  length: number,
  fill: (pointer: bigint) => void,
  use: (bytes: Uint8Array) => T,
): T {
  const { module } = wasm;
  const pointer = wasm.call("allocate memory", () => module._malloc(Math.max(1, length)));
  if (pointer === 0) {
    throw hdmfError("limit", `The HDF5 library has no memory for ${length} bytes more`, { hint: "Read smaller parts" });
  }
  const start = pointer >>> 0;
  // What the library leaves untouched (sequences it could not read) must not look like a pointer.
  module.HEAPU8.fill(0, start, start + length);
  try {
    fill(BigInt(start));
    return use(module.HEAPU8.subarray(start, start + length));
  } finally {
    if (!wasm.dead) module._free(pointer);
  }
}

/**
 * Elements as h5wasm leaves them in its memory. What has a varying length is copied out of the library's heap and freed
 * there at once, which h5wasm itself forgets to do (reference/h5wasm.md, bug 4).
 */
export function memoryElements(wasm: Wasm, type: StoredType, region: ReadRegion): ElementSource {
  const { module } = wasm;
  return {
    size: ({ memorySize }) => memorySize,
    offset: ({ memoryOffset }) => memoryOffset,
    converted: byteOrderOf(type) === "big",
    text(bytes, at) {
      const pointer = readUint32(bytes, at);
      if (pointer === 0) return new Uint8Array();
      const copy = module.HEAPU8.slice(pointer, module.HEAPU8.indexOf(0, pointer));
      module._free(pointer);
      return copy;
    },
    sequence(bytes, at, base) {
      const count = readUint32(bytes, at);
      const pointer = readUint32(bytes, at + 4);
      if (count === 0 || pointer === 0) return { count: 0, bytes: new Uint8Array() };
      const copy = module.HEAPU8.slice(pointer, pointer + count * base.memorySize);
      module._free(pointer);
      return { count, bytes: copy };
    },
    region,
  };
}

function readUint32(bytes: Uint8Array, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}
