import { type ErrorTag, isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5Dataset, Hdf5File, Hdf5Group, Hdf5Object } from "../hdf5-file.ts";

/** Throws where two values of plain data differ: typed arrays bit by bit, and -0 is not 0. */
export function expectEqual(received: unknown, expected: unknown, what: string): void {
  const [a, b] = [plain(received), plain(expected)];
  if (a !== b) throw new Error(`${what}: expected ${short(b)}, received ${short(a)}`);
}

export function expectTrue(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Rejects unless `run` fails with one of the tags, and in `message` with each of the words. */
export async function expectError(
  run: () => Promise<unknown>,
  tags: readonly ErrorTag[],
  what: string,
  words: readonly string[] = [],
): Promise<void> {
  let error: unknown;
  try {
    await run();
  } catch (caught) {
    error = caught;
  }
  expectTrue(error !== undefined, `${what}: expected an error tagged ${tags.join(" or ")}, received none`);
  expectTrue(isHdmfError(error, ...tags), `${what}: expected an error tagged ${tags.join(" or ")}, received ${error}`);
  expectTrue(!error.message.includes("\n"), `${what}: the message has more than one line: ${error.message}`);
  for (const word of words) expectTrue(error.message.includes(word), `${what}: no "${word}" in "${error.message}"`);
}

/** Whether `run` rejects with `reason` itself. */
export async function expectReason(run: () => Promise<unknown>, reason: unknown, what: string): Promise<void> {
  const caught = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  expectTrue(caught === reason, `${what}: expected the reason of the signal, received ${caught}`);
}

export async function objectAt(file: Hdf5File, path: string): Promise<Hdf5Object> {
  let address = file.root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    const [group] = await file.objects([address]);
    const link = group?.kind === "group" ? group.links.get(name) : undefined;
    expectTrue(link !== undefined && "hard" in link, `There is no hard link "${name}" on the way to ${path}`);
    address = link.hard;
  }
  const [object] = await file.objects([address]);
  expectTrue(object !== undefined, `objects() gave nothing for ${path}`);
  return object;
}

export async function groupAt(file: Hdf5File, path: string): Promise<Hdf5Group> {
  const object = await objectAt(file, path);
  expectTrue(object.kind === "group", `${path}: expected a group, received a ${object.kind}`);
  return object;
}

export async function datasetAt(file: Hdf5File, path: string): Promise<Hdf5Dataset> {
  const object = await objectAt(file, path);
  expectTrue(object.kind === "dataset", `${path}: expected a dataset, received a ${object.kind}`);
  return object;
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (ArrayBuffer.isView(inner)) {
      const bytes = new Uint8Array(inner.buffer, inner.byteOffset, inner.byteLength);
      return [inner.constructor.name, ...bytes];
    }
    if (inner instanceof Map) return [...inner];
    if (typeof inner === "bigint") return String(inner);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function short(text: string | undefined): string {
  return text !== undefined && text.length > 400 ? `${text.slice(0, 400)}…` : `${text}`;
}
