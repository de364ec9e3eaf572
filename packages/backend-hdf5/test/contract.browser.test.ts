import { hdmfError } from "@hdmf-ts/errors";
import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { openHdf5Storage } from "../src/index.ts";

const folder = "/conformance/fixtures";

/** In a browser there is no folder around a file, so that links out of it need a resolver. */
async function open(name: string) {
  const response = await fetch(`${folder}/${name}`);
  // What is not there is answered with the page of the test server.
  if (!response.ok || response.headers.get("content-type")?.startsWith("text/html")) {
    throw hdmfError("not-found", `There is no file ${name}`);
  }
  const file = await openHdf5(new Uint8Array(await response.arrayBuffer()));
  return openHdf5Storage(file, { resolver: open });
}

const filled = () => open("contract.h5");
const { capabilities, close } = await filled();
await close();

describe("the contract of a storage, HDF5 by bytes in a browser", () => {
  for (const contractCase of storageContract) {
    test.skipIf(!concerns(contractCase, capabilities, false))(contractCase.name, () => contractCase.run({ filled }));
  }
});
