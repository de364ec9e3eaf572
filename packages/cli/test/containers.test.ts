import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHDF5IO } from "@hdmf-ts/backend-hdf5";
import { createZarrIO } from "@hdmf-ts/backend-zarr";
import { createManager } from "@hdmf-ts/build";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import { expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const example = fileURLToPath(new URL("../../../examples/convert/example.nwb", import.meta.url));

test("each backend's IO gives the root container that build's manager makes", async () => {
  const store = join(temporaryFolder(), "copy.zarr");
  expect((await runCommand(["convert", example, store])).code).toBe(0);
  const manager = createManager();
  const opened = [
    await createHDF5IO({ engine: openHdf5, manager }).open(example),
    await createZarrIO({ manager }).open(store),
  ];
  for (const io of opened) {
    const root = await io.read();
    expect(root).toMatchObject({ path: "/", type: "NWBFile", namespace: "core" });
    expect(root.fields.get("identifier")).toMatchObject({ kind: "value" });
    await io.close();
  }
});
