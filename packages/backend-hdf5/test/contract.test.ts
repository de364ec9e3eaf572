import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { openHdf5 } from "../../hdf5-h5wasm/src/index.ts";
import { openHdf5Storage } from "../src/index.ts";

const path = "conformance/fixtures/contract.h5";
const filled = async () => openHdf5Storage(await openHdf5(path), { open: openHdf5 });
const { capabilities, close } = await filled();
await close();

describe("the contract of a storage, HDF5 by path", () => {
  for (const contractCase of storageContract) {
    test.skipIf(!concerns(contractCase, capabilities, false))(contractCase.name, () => contractCase.run({ filled }));
  }
});
