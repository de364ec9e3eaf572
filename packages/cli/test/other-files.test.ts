import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const folder = fileURLToPath(new URL("../../../conformance/fixtures/elsewhere/", import.meta.url));

// The numbers are those of conformance/fixtures/elsewhere/elsewhere.json.
test.each([
  ["a virtual dataset", "virtual-v110.h5", "/grows", [[2, 3, 0, 1]]],
  ["external storage", "external.h5", "/no end", [[102, 103, 104, 105]]],
  ["a family of files", "family-earliest-00000.h5", "/packed", [Array.from({ length: 30 }, (_, i) => 30 + i)]],
])("%s is shown", async (_, file, path, row) => {
  const { code, out } = await runCommand(["show", join(folder, file), path, "--rows", "1:2", "--json"]);
  expect([code, JSON.parse(out).data]).toEqual([0, row]);
});

test("a file of virtual datasets is described and converted with what is in other files", async () => {
  const path = join(folder, "virtual-latest.h5");
  const { out } = await runCommand(["describe", "--all", path]);
  expect(out).toMatch(/\/blocks +dataset +int32 +\[9, 3\]/);
  const store = join(temporaryFolder(), "virtual.zarr");
  expect((await runCommand(["convert", path, store])).code).toBe(0);
  expect((await runCommand(["diff", path, store])).code).toBe(0);
});

test("a source outside of the folder is refused", async () => {
  const { code, errors } = await runCommand(["show", join(folder, "loops.h5"), "/outside"]);
  expect([code, errors]).toEqual([2, [expect.stringMatching(/outside of the folder/)]]);
});
