import { hdf5Contract } from "@hdmf-ts/hdf5/testing";
import { describe, test } from "vitest";
import { openHdf5 } from "../src/index.ts";

const folder = "/conformance/fixtures/hdf5";

describe("the contract of an engine, by bytes in a browser", () => {
  test.each(hdf5Contract)("$name", ({ run }) =>
    run(async (fixture) => {
      const response = await fetch(`${folder}/${fixture}`);
      if (!response.ok) throw new Error(`${fixture}: ${response.status}`);
      return openHdf5(await response.blob());
    }),
  );
});
