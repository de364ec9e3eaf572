import { describe, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { hdf5Contract } from "../src/testing.ts";

const folder = "/conformance/fixtures/hdf5";

async function fetched(fixture: string): Promise<Response> {
  const response = await fetch(`${folder}/${fixture}`);
  if (!response.ok) throw new Error(`${fixture}: ${response.status}`);
  return response;
}

describe("the contract of an engine, by a Blob in a browser", () => {
  test.each(hdf5Contract)("$name", ({ run }) =>
    run(async (fixture) => openHdf5File(await (await fetched(fixture)).blob())),
  );
});

describe("the contract of an engine, by bytes in a browser", () => {
  test.each(hdf5Contract)("$name", ({ run }) =>
    run(async (fixture) => openHdf5File(new Uint8Array(await (await fetched(fixture)).arrayBuffer()))),
  );
});
