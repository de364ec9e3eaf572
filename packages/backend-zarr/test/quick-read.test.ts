import * as fs from "node:fs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { quickReader } from "../src/quick-read.ts";

const folder = mkdtempSync(join(tmpdir(), "quick-"));
const file = join(folder, "small");
writeFileSync(file, Uint8Array.of(1, 2, 3));
writeFileSync(join(folder, "large"), new Uint8Array(70_000));
afterAll(() => rmSync(folder, { recursive: true }));

let clock = 0;

/** The system, whose opening of a file takes two milliseconds by the clock where `isSlow` says so. */
function system(isSlow: (call: number) => boolean): typeof fs {
  let calls = 0;
  return {
    ...fs,
    openSync(...args: Parameters<typeof fs.openSync>) {
      clock += isSlow(calls++) ? 2 : 0.01;
      return fs.openSync(...args);
    },
  };
}

beforeEach(() => {
  vi.spyOn(performance, "now").mockImplementation(() => clock);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("small files are read at once", () => {
  test.each<[when: string, isSlow: (call: number) => boolean, reads: number, quick: boolean]>([
    ["on a disk at hand", () => false, 100, true],
    ["where a read is slow now and then", (call) => call % 100 === 0, 2000, true],
    ["not where all reads are slow", () => true, 20, false],
    ["not where every third is slow", (call) => call % 3 === 0, 60, false],
  ])("%s", (_, isSlow, reads, quick) => {
    const read = quickReader(system(isSlow));
    let last: Uint8Array | undefined;
    for (let index = 0; index < reads; index++) last = read(file);
    expect(last).toEqual(quick ? Uint8Array.of(1, 2, 3) : undefined);
  });

  test("large ones are not", () => expect(quickReader(fs)(join(folder, "large"))).toBeUndefined());
});
