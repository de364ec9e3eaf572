import { concerns, storageContract } from "@hdmf-ts/storage/testing";
import { describe, test } from "vitest";
import { openHdf5File } from "../../hdf5/src/index.ts";
import { openHdf5Storage } from "../src/index.ts";

const path = "conformance/fixtures/contract.h5";
const filled = async () => openHdf5Storage(await openHdf5File(path), { open: openHdf5File });
const { capabilities, close } = await filled();
await close();

describe("the contract of a storage, on the engine in TypeScript", () => {
  for (const contractCase of storageContract) {
    test.skipIf(!concerns(contractCase, capabilities, false))(contractCase.name, () => contractCase.run({ filled }));
  }
});
