import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5 } from "../src/testing.ts";
import { generatedFixtures } from "./generated-fixtures.ts";

const folder = "conformance/fixtures/generated";

test("the list of random files has all that are there", () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".h5"));
  expect(names.sort()).toEqual(generatedFixtures.map((name) => `${name}.h5`).sort());
});

test.each(generatedFixtures)("a random file of h5py holds what h5py finds: %s", async (name) => {
  const expected = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8"));
  const file = await openHdf5File(`${folder}/${name}.h5`);
  const found = await dumpHdf5(file);
  await file.close();
  expect([...found.keys()]).toEqual(Object.keys(expected));
  for (const [path, object] of found) expect(object, path).toEqual(expected[path]);
});
