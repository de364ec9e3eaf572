import type { EditableBytes } from "@hdmf-ts/bytes";
import { sectorBytes } from "./edit-space.ts";

/** Bytes at an address, which counts from the base address of the file. */
export interface Write {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * The writes of a commit into what is in use, in the order in which they are made; what is new is in the file by then, and nothing leads to it.
 * Each write lies in one sector, except for those of `publish` where there are several.
 */
export interface CommitSteps {
  /** Change nothing for readers: the end of the file, counts of links that go up. */
  readonly first: readonly Write[];
  /** The same, where the write leads behind the old end of the file: headers of version 2 whose count of links goes up. */
  readonly before: readonly Write[];
  /** Make the commit visible. One write does it as a whole, more of them need a redo file. */
  readonly publish: readonly Write[];
  /** Change nothing for readers either: counts that go down, pointers that no reader follows. */
  readonly after: readonly Write[];
}

/** Whether bytes are written as a whole, or not at all, when the power fails. */
export function isWhole(base: number, { address, bytes }: Write): boolean {
  return ((base + address) % sectorBytes) + bytes.length <= sectorBytes;
}

/** Whether a commit needs no redo file. */
function isOnePublish(base: number, { publish }: CommitSteps): boolean {
  return publish.length <= 1 && publish.every((write) => isWhole(base, write));
}

/** What holds several writes together: makes them all durable elsewhere, before the first of them is made. */
export interface Redo {
  write(writes: readonly Write[]): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Makes the writes of a commit: the one place where bytes in use are changed. Between two steps is a barrier, what `barrier` does; what is
 * written before it is on the device before what comes after.
 */
export async function applyCommit(
  file: EditableBytes,
  base: number,
  steps: CommitSteps,
  barrier: () => Promise<void>,
  redo: Redo | undefined,
): Promise<void> {
  const writeAll = async (writes: readonly Write[]): Promise<void> => {
    for (const { address, bytes } of writes) await file.write(base + address, bytes);
  };
  await barrier();
  for (const writes of [steps.first, steps.before]) {
    await writeAll(writes);
    if (writes.length > 0) await barrier();
  }
  if (steps.publish.length > 0) {
    const needsRedo = redo !== undefined && !isOnePublish(base, steps);
    if (needsRedo) await redo.write([...steps.publish, ...steps.after]);
    await writeAll(steps.publish);
    if (needsRedo) {
      await writeAll(steps.after);
      await barrier();
      await redo.remove();
      return;
    }
    await barrier();
  }
  await writeAll(steps.after);
}
