import type { Shape } from "@hdmf-ts/array";
import type { DatasetParts, Elsewhere } from "../datasets/dataset-source.ts";
import type { AbsentBytes } from "../io/file-bytes.ts";
import type { LinkedFile } from "./linked-file.ts";

type Known = { readonly ready: Promise<void> } | { readonly shape: Shape };

/** Reads of elements in other files; few files have such, so what does it is loaded when first needed. */
export function elsewhereOf(self: () => LinkedFile): Elsewhere {
  const shapes = new Map<number, Known>();
  return {
    async readExternal(dataset, external, selection, options) {
      const { readExternal } = await import("./read-external.ts");
      return readExternal(self(), dataset, external, selection, options);
    },
    async readVirtual(dataset, selection, options) {
      const { readVirtual } = await import("../virtual/read-virtual.ts");
      return readVirtual(self(), dataset, selection, options);
    },
    shapeOf(parts) {
      const { address } = parts;
      const known = shapes.get(address);
      if (known !== undefined && "shape" in known) return known.shape;
      // What its sources cannot tell now, each read finds out again, and says: the dataset itself can still be looked at.
      const failed = (): void => void shapes.set(address, { shape: parts.shape });
      const ready = known?.ready ?? find(parts).catch(failed);
      shapes.set(address, { ready });
      throw { absent: [], ready } satisfies AbsentBytes;
    },
  };

  async function find(parts: DatasetParts): Promise<void> {
    const { virtualDataset } = await import("../virtual/sources.ts");
    const { shape } = await virtualDataset(self(), parts);
    shapes.set(parts.address, { shape });
  }
}
