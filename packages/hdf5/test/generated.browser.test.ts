import { expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { dumpHdf5 } from "../src/testing.ts";
import { generatedFixtures } from "./generated-fixtures.ts";

async function fetched(name: string): Promise<Response> {
  const response = await fetch(`/conformance/fixtures/generated/${name}`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

test.each(generatedFixtures)("a random file of h5py holds what h5py finds, in a browser: %s", async (name) => {
  const expected = await (await fetched(`${name}.json`)).json();
  const file = await openHdf5File(new File([await (await fetched(`${name}.h5`)).blob()], `${name}.h5`));
  const found = await dumpHdf5(file);
  await file.close();
  expect([...found.keys()]).toEqual(Object.keys(expected));
  for (const [path, object] of found) expect(object, path).toEqual(expected[path]);
});
