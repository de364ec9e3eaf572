import { readFileSync } from "node:fs";
import { hdf5Contract } from "@hdmf-ts/hdf5/testing";
import { describe, test } from "vitest";
import { openHdf5 } from "../src/index.ts";

const folder = "conformance/fixtures/hdf5";

describe("the contract of an engine, by path", () => {
  test.each(hdf5Contract)("$name", ({ run }) => run((fixture) => openHdf5(`${folder}/${fixture}`)));
});

describe("the contract of an engine, by bytes", () => {
  test.each(hdf5Contract)("$name", ({ run }) => run(async (fixture) => openHdf5(readFileSync(`${folder}/${fixture}`))));
});
