import vectors from "../../../conformance/fixtures/codecs.json" with { type: "json" };
import type { Filter } from "../src/index.ts";
import { filterFromHdf5, filterFromZarrV2 } from "../src/index.ts";
import { fromBase64, samples } from "./samples.ts";

interface VectorCase {
  readonly title: string;
  readonly filters: readonly Filter[];
  readonly mask: number;
  readonly encoded: Uint8Array;
  readonly decoded: Uint8Array;
}

/** What numcodecs and the HDF5 library encoded, with the truth beside it. */
export const vectorCases: readonly VectorCase[] = [
  ...vectors.zarr.map(({ sample, config, bytes }) => ({
    title: `numcodecs ${JSON.stringify(config)} of ${sample}`,
    filters: [filterFromZarrV2(config)],
    mask: 0,
    encoded: fromBase64(bytes),
    decoded: samples.get(sample)!,
  })),
  ...vectors.hdf5.map(({ sample, filters, mask, bytes }) => ({
    title: `HDF5 ${JSON.stringify(filters)} of ${sample}`,
    filters: filters.map(([id, client]) => filterFromHdf5(id as number, client as number[])),
    mask,
    encoded: fromBase64(bytes),
    decoded: samples.get(sample)!,
  })),
];

export const vlenCases: typeof vectors.vlen = vectors.vlen;
