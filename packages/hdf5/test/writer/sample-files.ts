import type { Hdf5Link } from "../../src/hdf5-file.ts";
import { type Assembly, assemble } from "./assemble.ts";

/** A file that is put together from the encoders alone. */
export interface SampleFile {
  readonly name: string;
  make(): Uint8Array;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Names in another order than that of their bytes; some are long. */
const nameOf = (index: number): string => `n${(index * 7919) % 100_003}${index % 10 === 0 ? "_".repeat(40) : ""}`;

const counts = [0, 1, 8, 9, 300, 5000];

/** A root of the old style that holds one group, besides a dataset that everything leads to. */
function around(build: (file: Assembly, target: { hard: number }) => { readonly hard: number }): Uint8Array {
  return assemble((file) => {
    const target = file.numbers([1, 2, 3], { referenceCount: 10_000 });
    return file.oldGroup([
      ["group", build(file, target)],
      ["target", target],
    ]);
  });
}

const mixedLinks = (target: { hard: number }, count: number): [string, Hdf5Link][] =>
  range(count).map((index): [string, Hdf5Link] => {
    if (index % 3 === 0) return [nameOf(index), target];
    if (index % 3 === 1) return [nameOf(index), { soft: "/target" }];
    return [`ünicode ${index}`, { external: { source: `other${index}.h5`, path: "/x" } }];
  });

export const sampleFiles: readonly SampleFile[] = [
  { name: "empty", make: () => assemble((file) => file.oldGroup()) },
  ...counts.map((count) => ({
    name: `old-links-${count}`,
    make: () =>
      around((file, target) =>
        file.oldGroup(
          range(count).map((index) => [nameOf(index), index % 3 === 1 ? { soft: `/target${index}` } : target]),
        ),
      ),
  })),
  ...counts.flatMap((count) =>
    [false, true].map((creationOrder) => ({
      name: `new-links-${count}${creationOrder ? "-ordered" : ""}`,
      make: () => around((file, target) => file.newGroup(mixedLinks(target, count), { creationOrder })),
    })),
  ),
  {
    name: "long-links",
    make: () =>
      around((file) =>
        file.newGroup(range(30).map((index) => [`l${index}`, { soft: "/".padEnd(index * 2000 + 1, "long") }])),
      ),
  },
  {
    name: "new-root",
    make: () => assemble((file) => file.newGroup([["numbers", file.numbers([4, 5])]], { creationOrder: true })),
  },
  {
    name: "new-links-version-1",
    make: () => around((file, target) => file.newGroup(mixedLinks(target, 20), { version: 1 })),
  },
  {
    name: "shared-group",
    make: () =>
      assemble((file) => {
        const group = file.newGroup([["numbers", file.numbers([6])]], { referenceCount: 2 });
        return file.oldGroup([
          ["a", group],
          ["b", group],
        ]);
      }),
  },
  ...[
    [4, 4],
    [4, 8],
    [8, 4],
  ].map(([sizeOfOffsets, sizeOfLengths]) => ({
    name: `widths-${sizeOfOffsets}-${sizeOfLengths}`,
    make: () =>
      assemble(
        (file) => {
          const target = file.numbers([1, 2], { referenceCount: 10_000 });
          const attributes = range(20).map((index) => file.attribute(nameOf(index), range(index * 100)));
          // Without room to grow: libhdf5 takes "without limit" in four bytes for 2^32 - 1.
          return file.oldGroup([
            ["target", target],
            ["chunked", file.chunked([300, 3], [2, 2])],
            ["group", file.oldGroup(range(300).map((index) => [nameOf(index), target]))],
            ["new", file.newGroup(mixedLinks(target, 300), { creationOrder: true, attributes })],
          ]);
        },
        { sizeOfOffsets: sizeOfOffsets!, sizeOfLengths: sizeOfLengths! },
      ),
  })),
  {
    name: "nested",
    make: () =>
      assemble((file) => {
        let group = file.oldGroup();
        for (const level of range(60)) group = file.oldGroup([[`level${level}`, group]]);
        return group;
      }),
  },
  ...[1, 8, 9, 20, 1000].flatMap((count) =>
    [false, true].map((creationOrder) => ({
      name: `attributes-${count}${creationOrder ? "-ordered" : ""}`,
      make: () =>
        around((file) =>
          file.newGroup([], {
            creationOrder,
            attributes: range(count).map((index) => file.attribute(nameOf(index), range(index % 50))),
          }),
        ),
    })),
  ),
  {
    name: "attributes-version-1",
    make: () =>
      around((file) => file.oldGroup([], { attributes: range(20).map((at) => file.attribute(nameOf(at), range(at))) })),
  },
  ...[5000, 25_000, 250_000].map((length) => ({
    name: `attribute-${length}`,
    make: () =>
      around((file) =>
        file.newGroup([], { attributes: [file.attribute("small", [1]), file.attribute("größe", range(length))] }),
      ),
  })),
  {
    name: "layouts",
    make: () =>
      assemble((file) =>
        file.oldGroup([
          ["null", file.dataset(null, { kind: "contiguous", size: 0 })],
          ["scalar", file.dataset([], { kind: "compact", bytes: Uint8Array.of(7, 0, 0, 0) })],
          ["compact", file.dataset([2], { kind: "compact", bytes: Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0) })],
          ["unwritten", file.dataset([3], { kind: "contiguous", size: 12 })],
          ["empty", file.dataset([0], { kind: "chunked", chunks: [5], elementSize: 4 }, { maxShape: [null] })],
          ["version 2", file.numbers([1, 2], { attributes: [file.attribute("a", [1])] })],
        ]),
      ),
  },
  ...(
    [
      [[10], [10]],
      [[640], [10]],
      [[641], [10]],
      [[5000], [1]],
      [
        [30, 40],
        [5, 7],
      ],
      [
        [9, 10, 11],
        [2, 5, 3],
      ],
      [[0], [4]],
    ] as const
  ).map(([shape, chunks]) => ({
    name: `chunked-${shape.join("x")}-by-${chunks.join("x")}`,
    make: () => assemble((file) => file.oldGroup([["data", file.chunked(shape, chunks, [null, ...shape.slice(1)])]])),
  })),
];
