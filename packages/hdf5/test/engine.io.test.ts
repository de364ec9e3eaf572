import { readFileSync } from "node:fs";
import type { ByteSource } from "@hdmf-ts/bytes";
import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { openPages } from "../src/io/pages.ts";
import { each, runnerOver } from "../src/io/runner.ts";
import { dumpHdf5 } from "../src/testing.ts";

const path = "conformance/fixtures/hdf5/layouts.h5";

/** A source that is read only when told, and remembers what was asked for. */
function slowSource(bytes: Uint8Array, name?: string) {
  const asked: { offset: number; length: number; signal?: AbortSignal | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const source: ByteSource = {
    byteLength: bytes.length,
    ...(name === undefined ? {} : { name }),
    read(offset, length, options) {
      asked.push({ offset, length, signal: options?.signal });
      return new Promise((resolve) => {
        waiting.push(() => resolve(bytes.subarray(offset, offset + length)));
      });
    },
  };
  const answer = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  return { source, asked, answer };
}

const bytes = Uint8Array.from({ length: 400_000 }, (_, index) => index % 251);

describe("pages of a source", () => {
  test("fetch neighbours together and what is under way once", async () => {
    const { source, asked, answer } = slowSource(bytes);
    const pages = openPages(source);
    const both = Promise.all([
      pages.fetch(
        [
          { address: 10, length: 4 },
          { address: 65_530, length: 100 },
        ],
        undefined,
      ),
      pages.fetch([{ address: 70_000, length: 8 }], undefined),
    ]);
    answer();
    await both;
    expect(asked.map(({ offset, length }) => [offset, length])).toEqual([[0, 131_072]]);
    expect(pages.at(65_530, 100)).toEqual(bytes.slice(65_530, 65_630));
  });

  test("go on for one reader when another gives up, and stop when all did", async () => {
    const { source, asked, answer } = slowSource(bytes);
    const pages = openPages(source);
    const [a, b] = [new AbortController(), new AbortController()];
    const first = pages.fetch([{ address: 0, length: 1 }], a.signal);
    const second = pages.fetch([{ address: 5, length: 1 }], b.signal);
    a.abort("gone");
    await expect(first).rejects.toBe("gone");
    expect(asked[0]?.signal?.aborted).toBe(false);
    answer();
    await second;
    const third = pages.fetch([{ address: 300_000, length: 1 }], b.signal);
    b.abort("gone too");
    await expect(third).rejects.toBe("gone too");
    expect(asked[1]?.signal?.aborted).toBe(true);
  });

  test("reject what is under way as closed", async () => {
    const { source, answer } = slowSource(bytes);
    const pages = openPages(source);
    const pending = pages.fetch([{ address: 0, length: 1 }], undefined);
    pages.close();
    answer();
    await expect(pending).rejects.toSatisfy((error) => isHdmfError(error, "closed"));
  });

  test("read a remote file in smaller pages, with the next one where only one is waited for", async () => {
    const { source, asked, answer } = slowSource(bytes, "https://example.org/a.nwb");
    const pages = openPages(source);
    const all = [20_000, 100_000, 0].map((address) => pages.fetch([{ address, length: 4 }], undefined));
    answer();
    await Promise.all(all);
    const first = pages.fetch([{ address: 399_999, length: 1 }], undefined);
    answer();
    await first;
    expect(asked.map(({ offset, length }) => [offset, length])).toEqual([
      [16_384, 32_768],
      [98_304, 16_384],
      [0, 16_384],
      [393_216, 6784],
    ]);
  });

  test("read the first page of a remote file alone, which comes with its opening", async () => {
    const { source, asked, answer } = slowSource(bytes, "https://example.org/a.nwb");
    const fetched = openPages(source).fetch([{ address: 0, length: 8 }], undefined);
    answer();
    await fetched;
    expect(asked.map(({ offset, length }) => [offset, length])).toEqual([[0, 16_384]]);
  });
});

describe("a parse over pages", () => {
  test("is done at once where its bytes are there, and asks for all that its parts lack together", async () => {
    const { source, asked, answer } = slowSource(bytes);
    const pages = openPages(source);
    const run = runnerOver(pages, 0);
    const parse = () => each([5, 140_000, 270_000], (at) => pages.at(at, 1)[0]);
    const pending = run(parse);
    expect(asked).toHaveLength(3);
    answer();
    expect(await pending).toEqual([5, 140_000 % 251, 270_000 % 251]);
    expect(run(parse)).toEqual([5, 140_000 % 251, 270_000 % 251]);
  });
});

describe("a file from a source", () => {
  test("reads the same as by its path, whatever class the bytes are of", async () => {
    const buffer = readFileSync(path);
    const source: ByteSource = {
      byteLength: buffer.length,
      read: async (offset, length) => buffer.subarray(offset, offset + length),
    };
    const [a, b] = await Promise.all([openHdf5File(source), openHdf5File(path)]);
    expect(await dumpHdf5(a)).toEqual(await dumpHdf5(b));
    await Promise.all([a.close(), b.close()]);
  });

  test("behind a user block", async () => {
    const plain = readFileSync(path);
    const moved = new Uint8Array(2048 + plain.length);
    moved.set(plain, 2048);
    const [a, b] = await Promise.all([openHdf5File(moved), openHdf5File(path)]);
    expect(await dumpHdf5(a)).toEqual(await dumpHdf5(b));
    await Promise.all([a.close(), b.close()]);
  });
});

describe("a damaged file", () => {
  test("gives typed errors, wherever a byte of its metadata is wrong", async () => {
    for (const name of ["layouts.h5", "links.h5", "attributes-dense.h5"]) {
      const sound = new Uint8Array(readFileSync(`conformance/fixtures/hdf5/${name}`));
      for (let at = 8; at < sound.length; at += 797) {
        const damaged = sound.slice();
        damaged[at] = (damaged[at] as number) ^ (at % 2 === 0 ? 0xff : 0x04);
        try {
          const file = await openHdf5File(damaged);
          await dumpHdf5(file);
          await file.close();
        } catch (error) {
          expect(isHdmfError(error), `${name} at ${at}: ${error}`).toBe(true);
        }
      }
    }
  });
});
