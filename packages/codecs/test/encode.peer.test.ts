import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Filter, ZarrV2Codec } from "../src/index.ts";
import { decodeChunk, encodeChunk, filterFromZarrV2, filterToHdf5, filterToZarr } from "../src/index.ts";
import { encodeFilters, isOfHdf5Alone } from "./encode-cases.ts";
import { fromBase64, noise, stairs } from "./samples.ts";

const python = (name: string): string => fileURLToPath(new URL(`../../../${name}/bin/python`, import.meta.url));
const [venvA, venvB] = [python(".venv-a"), python(".venv-b")];

/** Multiples of all element sizes in use, larger than a block of blosc, and some that do not compress. */
const contents: readonly Uint8Array[] = [stairs(96_000, 4), noise(24_000), stairs(48, 1), new Uint8Array(600_000)];

describe.skipIf(!existsSync(venvB))("numcodecs decodes what we encode", () => {
  const filters = encodeFilters.filter((filter) => !isOfHdf5Alone(filter));
  test.each(filters)("$name $options $configuration", async (filter) => {
    const cases = await Promise.all(
      contents.map(async (raw) => ({
        config: numcodecsConfig(filter),
        raw: base64(raw),
        bytes: base64(await encodeChunk([filter], raw)),
      })),
    );
    expect(judge(venvB, "judge.py", cases, "decode").split("\n")).toEqual(contents.map(() => "ok"));
  });
});

describe.skipIf(!existsSync(venvA))("HDF5 decodes what we encode", () => {
  const pipelines: readonly (readonly Filter[])[] = [
    ...encodeFilters.filter(({ name }) => name !== "gzip" && name !== "crc32c" && name !== "lz4").map((one) => [one]),
    [{ name: "shuffle", options: [4] }, { name: "deflate", options: [4] }, { name: "fletcher32" }],
    [{ name: "fletcher32" }, { name: "shuffle", options: [8] }, { name: "zstd", options: [3] }],
  ];
  test("each alone and some together", async () => {
    const cases: { config: unknown; size: number; raw: string; bytes: string }[] = [];
    for (const filters of pipelines)
      for (const raw of contents)
        cases.push({
          size: elementSize(filters),
          config: { hdf5: filters.map(filterToHdf5).map(({ id, clientData }) => [id, givenData(id, clientData)]) },
          raw: base64(raw),
          bytes: base64(await encodeChunk(filters, raw)),
        });
    const verdicts = judge(venvA, "judge.py", cases, "decode").split("\n");
    const found = verdicts.map((verdict, i) => `${JSON.stringify(cases[i]!.config)} ${verdict}`);
    expect(found).toEqual(cases.map(({ config }) => `${JSON.stringify(config)} ok`));
  });
});

describe.skipIf(!existsSync(venvB))("zarr-python opens the codecs that we write", () => {
  test("each alone and some together", async () => {
    const pipelines: readonly (readonly Filter[])[] = [
      ...encodeFilters.filter((filter) => !isOfHdf5Alone(filter)).map((one) => [one]),
      [{ name: "shuffle", options: [4] }, { name: "deflate", options: [4] }, { name: "fletcher32" }],
      [{ name: "zstd", options: [0] }, { name: "crc32c" }],
    ];
    const cases: { codecs: unknown; data_type: string; raw: string; bytes: string }[] = [];
    for (const filters of pipelines)
      for (const raw of contents)
        cases.push({
          codecs: filters.map((filter) => filterToZarr(filter, 4)),
          data_type: "int32",
          raw: base64(raw),
          bytes: base64(await encodeChunk(filters, raw)),
        });
    const verdicts = judge(venvB, "zarr_judge.py", cases).split("\n");
    const found = verdicts.map((verdict, i) => `${JSON.stringify(cases[i]!.codecs)} ${verdict}`);
    expect(found).toEqual(cases.map(({ codecs }) => `${JSON.stringify(codecs)} ok`));
  });
});

describe.skipIf(!existsSync(venvB))("we decode what numcodecs encodes of more than a block", () => {
  const configs: ZarrV2Codec[] = [
    ...["blosclz", "lz4", "lz4hc", "zlib", "zstd"].flatMap((cname) =>
      [0, 1, 2].map((shuffle) => ({ id: "blosc", cname, clevel: 1, shuffle, blocksize: 0 })),
    ),
    { id: "blosc", cname: "lz4", clevel: 9, shuffle: 1, blocksize: 65_536 },
    { id: "zstd", level: 3 },
    { id: "lz4", acceleration: 1 },
  ];
  test.each(configs)("%j", async (config) => {
    const raws = [stairs(500_001, 4), noise(400_000), new Uint8Array(3_000_000)];
    const cases = raws.flatMap((raw) =>
      [1, 2, 4].filter((size) => raw.length % size === 0).map((size) => ({ raw, size })),
    );
    const asked = cases.map(({ raw, size }) => ({ config, size, raw: base64(raw) }));
    const encoded = JSON.parse(judge(venvB, "judge.py", asked, "encode")) as string[];
    for (const [i, { raw }] of cases.entries()) {
      const decoded = await decodeChunk([filterFromZarrV2(config)], fromBase64(encoded[i]!), { size: raw.length });
      expect(Buffer.compare(decoded, raw)).toBe(0);
    }
  });
});

function elementSize(filters: readonly Filter[]): number {
  const bits = filters.find(({ name }) => name === "bitshuffle")?.options?.[2];
  return bits ?? filters.find(({ name }) => name === "shuffle")?.options?.[0] ?? 1;
}

/** What a user gives a filter: bitshuffle itself puts versions and element size before it. */
function givenData(id: number, clientData: readonly number[]): readonly number[] {
  return id === 32_008 ? clientData.slice(3) : clientData;
}

function numcodecsConfig(filter: Filter): ZarrV2Codec {
  const { name, configuration } = filterToZarr(filter, 4);
  const id = name.replace("numcodecs.", "");
  const shuffle = { noshuffle: 0, shuffle: 1, bitshuffle: 2 }[String(configuration?.shuffle)];
  const settings = { ...configuration, ...(shuffle === undefined ? {} : { shuffle }) };
  return { id, ...Object.fromEntries(Object.entries(settings).filter(([key]) => key !== "typesize")) };
}

function judge(interpreter: string, script: string, cases: unknown, ...words: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "hdmf-codecs-"));
  try {
    const file = join(folder, "cases.json");
    writeFileSync(file, JSON.stringify(cases));
    const path = fileURLToPath(new URL(script, import.meta.url));
    return execFileSync(interpreter, [path, ...words, file], { encoding: "utf8", maxBuffer: 2 ** 28 }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
