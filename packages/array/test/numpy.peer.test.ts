import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesFromNumbers, decodeUtf8, elementCount, type Selection, selectFrom } from "../src/index.ts";
import { shapeAndSelection } from "./support/selections.ts";

const python = fileURLToPath(new URL("../../../.venv-a/bin/python", import.meta.url));

/** Runs a script that reads JSON as `given` and leaves its answer, JSON too, in `answer`. */
function ask(script: string, given: unknown): unknown {
  const code = `import json, sys\nimport numpy as np\ngiven = json.load(sys.stdin)\n${script}\nprint(json.dumps(answer))`;
  const { stdout, stderr, status } = spawnSync(python, ["-c", code], {
    input: JSON.stringify(given),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.skipIf(!existsSync(python))("numpy and Python agree", () => {
  test("on what selections take, axis by axis", () => {
    const plain = (selection: Selection): Selection =>
      selection.map((part) => {
        if (part === null || typeof part === "number") return part;
        if ("indices" in part) return { indices: [...part.indices] };
        if ("mask" in part) return { mask: Array.from(part.mask, Boolean) };
        return part;
      });
    const cases = fc
      .sample(shapeAndSelection, { numRuns: 500, seed: 1 })
      .map(({ shape, selection }) => ({ shape, selection: plain(selection) }));
    const script = `
answer = []
for case in given:
    a = np.arange(int(np.prod(case["shape"])), dtype="i4").reshape(case["shape"])
    for axis, part in reversed(list(enumerate(case["selection"]))):
        if part is None: key = slice(None)
        elif isinstance(part, int): key = part
        elif "indices" in part: key = np.array(part["indices"], dtype=int)
        elif "mask" in part: key = np.array(part["mask"], dtype=bool)
        else: key = slice(part.get("start"), part.get("stop"), part.get("step"))
        a = a[(slice(None),) * axis + (key,)]
    answer.append([list(a.shape), a.ravel().tolist()])`;
    const ours = cases.map(({ shape, selection }) => {
      const data = Int32Array.from({ length: elementCount(shape) }, (_, i) => i);
      const result = selectFrom({ dtype: "int32", shape, data }, selection);
      return [result.shape, [...(result.data as Int32Array)]];
    });
    expect(ours).toEqual(ask(script, cases));
  });

  test("on the float16 nearest to a float32", () => {
    const random = fc.sample(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { numRuns: 20_000, seed: 2 });
    const halfway = Array.from({ length: 31_743 }, (_, i) => 0x3300_0000 + i * 0x1000);
    const bits = [...random, ...halfway].filter((single) => (single & 0x7fff_ffff) <= 0x7f80_0000);
    const script = `
with np.errstate(all="ignore"):
    answer = np.array(given, dtype="u4").view("f4").astype("f2").view("u2").tolist()`;
    const singles = new Float32Array(Uint32Array.from(bits).buffer);
    expect([...new Uint16Array(bytesFromNumbers("float16", singles).buffer)]).toEqual(ask(script, bits));
  });

  test("on the text of bytes that are no UTF-8", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 8 }),
      fc.string({ unit: "grapheme" }).map((text) => new TextEncoder().encode(text)),
      fc.constantFrom([0xed, 0xa0, 0x80], [0xf4, 0x90], [0xe0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f, 0x98]),
    );
    const bytes = fc.sample(
      fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.flatMap((part) => [...part])),
      { numRuns: 3000, seed: 3 },
    );
    const script = `answer = [bytes(b).decode("utf-8", "surrogateescape") for b in given]`;
    expect(bytes.map((list) => decodeUtf8(Uint8Array.from(list)))).toEqual(ask(script, bytes));
  });
});
