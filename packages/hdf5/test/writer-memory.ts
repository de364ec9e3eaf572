import {
  type ArrayData,
  bytesFromNumbers,
  type FloatName,
  type IntegerName,
  type NumberArray,
  numbersFromBytes,
} from "@hdmf-ts/array";
import { memorySink } from "@hdmf-ts/bytes";
import "./all-parts.ts";
import { type DatasetWriter, datasetWriter } from "../src/datasets/dataset-writer.ts";
import { heldChunks } from "../src/datasets/held-chunks.ts";
import { lanes } from "../src/datasets/lanes.ts";
import type { DataOut, DatasetDraft, ElementCoding } from "../src/datasets/write-parts.ts";
import { planDataset } from "../src/datasets/write-plan.ts";
import { numberType } from "../src/datatypes/stored-type.ts";
import { inTurn } from "../src/in-turn.ts";

/** A file in memory that room is taken in from the front, and what was asked of it. */
export function memoryOut(mostHeld?: number): DataOut & {
  /** Address and length of each write. */
  readonly writes: (readonly [address: number, length: number])[];
  readonly views: Uint8Array[];
  readonly reads: number[];
  end(): number;
  bytes(): Promise<Uint8Array>;
} {
  const sink = memorySink();
  const writes: (readonly [number, number])[] = [];
  const views: Uint8Array[] = [];
  const reads: number[] = [];
  let end = 48;
  return {
    inTurn: inTurn(),
    held: heldChunks(mostHeld),
    lanes: lanes(),
    writes,
    views,
    reads,
    end: () => end,
    allocate(length) {
      const address = end;
      end += Math.ceil(length / 8) * 8;
      return address;
    },
    async write(address, bytes) {
      writes.push([address, bytes.length]);
      views.push(bytes);
      if (address < 48 || address + bytes.length > end) throw new Error("outside of what was allocated");
      await sink.write(address, bytes);
    },
    async read(address, length) {
      reads.push(length);
      return sink.read(address, length);
    },
    bytes: () => sink.read(0, end),
  };
}

/** How plain numbers are packed. */
export function numberCoding(name: IntegerName | FloatName, big = false, late = false): ElementCoding {
  const byteOrder = big ? "big" : "little";
  return {
    late,
    encode: (data: ArrayData) => bytesFromNumbers(name, data as NumberArray, { byteOrder }),
    decode: (raw, count) => numbersFromBytes(name, raw, count, { byteOrder }),
  };
}

const sizes = { int8: 1, uint8: 1, int16: 2, uint16: 2, float16: 2, int32: 4, uint32: 4, float32: 4 } as const;

/** A number type by its name. */
export function typeOf(name: IntegerName | FloatName, big = false): ReturnType<typeof numberType> {
  return numberType(name, name in sizes ? sizes[name as keyof typeof sizes] : 8, big);
}

/** A writer of what a draft asks for. */
export function plannedWriter(draft: DatasetDraft, coding: ElementCoding, out: DataOut): DatasetWriter {
  return datasetWriter(
    planDataset(draft, (fill) => coding.encode(fill, 1)),
    coding,
    out,
  );
}
