import type { Range } from "../io/file-bytes.ts";
import type { FileSpace } from "../writer/file-space.ts";

/** A space that notes what it gave, so that it can be given back. */
export function recordingSpace(space: FileSpace): FileSpace & { readonly ranges: readonly Range[] } {
  const ranges: Range[] = [];
  return {
    ranges,
    allocate(length) {
      const address = space.allocate(length);
      ranges.push({ address, length });
      return address;
    },
    put: (address, bytes) => space.put(address, bytes),
    open: (address, length) => space.open(address, length),
  };
}
