import { elementBytes } from "@hdmf-ts/array";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Damage, Hdf5Dataset, Hdf5File } from "../../src/hdf5-file.ts";

/** What came of reading a whole file. */
export interface Exercise {
  /** Addresses of all objects that were read. */
  readonly objects: readonly number[];
  /** How often each tag was met. */
  readonly tags: Readonly<Record<string, number>>;
  /** Errors without a tag: each is a bug. */
  readonly untyped: readonly string[];
}

const maxObjects = 2000;
/** Whoever asks for much gets it: only what the reader takes beyond that is judged. */
const maxBytes = 4e6;

/** Opens, walks all objects by hard links, reads every attribute and of every dataset up to `most` elements. */
export async function exercise(
  open: (bytes: Uint8Array) => Promise<Hdf5File>,
  bytes: Uint8Array,
  most = 20_000,
): Promise<Exercise> {
  const objects: number[] = [];
  const tags: Record<string, number> = {};
  const untyped: string[] = [];
  const note = (error: unknown): void => {
    if (isHdmfError(error)) {
      tags[error.tag] = (tags[error.tag] ?? 0) + 1;
      if (error.message.includes("\n")) untyped.push(`more than one line: ${error.message}`);
    } else untyped.push(error instanceof Error ? `${error.message}\n${error.stack}` : String(error));
  };
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      note(error);
      return undefined;
    }
  };
  const onDamage = ({ error }: Hdf5Damage): void => note(error);
  const file = await attempt(() => open(bytes));
  if (file === undefined) return { objects, tags, untyped };
  const known = new Set([file.root]);
  for (const address of known) {
    if (known.size > maxObjects) break;
    const [object] = (await attempt(() => file.objects([address], { onDamage }))) ?? [];
    if (object === undefined) continue;
    objects.push(address);
    if (object.kind === "dataset") {
      await attempt(() => readSome(object, most));
      await attempt(() => readFirstBlock(object, most));
      await attempt(async () => object.encoded?.readChunk((object.shape ?? []).map(() => 0)));
    }
    if (object.kind === "group") for (const link of object.links.values()) if ("hard" in link) known.add(link.hard);
  }
  await attempt(() => file.close());
  return { objects, tags, untyped };
}

async function readSome(dataset: Hdf5Dataset, most: number): Promise<void> {
  const { shape, dtype } = dataset;
  const bytes = elementBytes(dtype);
  if (bytes > maxBytes) return;
  if (shape === null || shape.length === 0) {
    await dataset.read();
    return;
  }
  let left = Math.min(most, Math.ceil(maxBytes / bytes));
  const selection = shape.map((length) => {
    const count = Math.max(1, Math.min(length, left));
    left = Math.floor(left / count);
    return { start: 0, stop: Math.min(length, count) };
  });
  await dataset.read(selection);
  await dataset.read(shape.map((length) => ({ start: Math.max(0, length - 1), stop: length })));
}

async function readFirstBlock(dataset: Hdf5Dataset, most: number): Promise<void> {
  const elements = (dataset.chunks ?? []).reduce((product, length) => product * length, 1);
  if (elementBytes(dataset.dtype) * elements > maxBytes) return;
  for await (const _ of dataset.blocks({ maxBytes: 8 * most })) break;
}
