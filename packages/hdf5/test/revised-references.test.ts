import { existsSync } from "node:fs";
import type { References } from "@hdmf-ts/array";
import { describe, expect, test } from "vitest";
import type { Hdf5Dataset } from "../src/index.ts";
import { openHdf5File } from "../src/index.ts";
import { objectAt } from "../src/testing/check.ts";

const suite = "../shared/fixtures/hdf5/library-suite";

// h5py refuses them; H5Rget_type and H5Rget_obj_name of the libhdf5 2.0 that it brings were asked.
describe.skipIf(!existsSync(suite))("references of the form of HDF5 1.12", () => {
  test.each([
    ["trefer_obj.h5", "/Dataset3", ["/Group1/Dataset1"]],
    ["trefer_grp.h5", "/dset", ["/group"]],
    ["trefer_param.h5", "/Dataset3", [null, null, null, null]],
    ["trefer_reg.h5", "/DS_NA", [null]],
  ])("to objects: %s %s", async (name, path, targets) => {
    const file = await openHdf5File(`${suite}/${name}`);
    const dataset = (await objectAt(file, path)) as Hdf5Dataset;
    expect(dataset.dtype).toBe("reference");
    const { ids } = (await dataset.read()).data as References;
    const expected = targets.map(async (target) => (target === null ? -1 : (await objectAt(file, target)).address));
    expect([...ids]).toEqual(await Promise.all(expected));
    await file.close();
  });

  test.each([
    ["trefer_attr.h5", "/Dataset3", "to an attribute"],
    ["trefer_ext2.h5", "/Dataset3", "to an attribute"],
    ["trefer_reg.h5", "/Dataset1", "to a region"],
    ["trefer_obj.h5", "/Dataset5", "to a region"],
  ])("to what has no place in our types: %s %s", async (name, path, message) => {
    const file = await openHdf5File(`${suite}/${name}`);
    const dataset = (await objectAt(file, path)) as Hdf5Dataset;
    const expected = { tag: "unsupported", message: expect.stringContaining(message) };
    await expect(dataset.read()).rejects.toMatchObject(expected);
    await file.close();
  });
});
