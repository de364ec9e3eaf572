import { readFileSync } from "node:fs";
import { describe, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { hdf5Contract } from "../src/testing.ts";

const folder = "conformance/fixtures/hdf5";

describe("the contract of an engine, by path", () => {
  test.each(hdf5Contract)("$name", ({ run }) => run((fixture) => openHdf5File(`${folder}/${fixture}`)));
});

describe("the contract of an engine, by bytes", () => {
  test.each(hdf5Contract)("$name", ({ run }) =>
    run(async (fixture) => openHdf5File(readFileSync(`${folder}/${fixture}`))),
  );
});
