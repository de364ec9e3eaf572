import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHdmfError } from "@hdmf-ts/errors";
import { afterAll, describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { openDatasets } from "./datasets-truth.ts";

const suite = "../shared/fixtures/hdf5/library-suite";
const families = "conformance/fixtures/elsewhere";
const scratch = mkdtempSync(join(tmpdir(), "hdf5-parts-"));
afterAll(() => rmSync(scratch, { recursive: true }));

describe("what cannot be read by its addresses alone is refused when opened", () => {
  /** h5py opens the second with the split driver. */
  const files = [
    [`${suite}/tmulti-s.h5`, "files apart"],
    [`${suite}/tsplit_file-m.h5`, "files apart"],
  ] as const;
  for (const [path, reason] of files) {
    test.skipIf(!existsSync(path))(path, async () => {
      const error = await openHdf5File(path).catch((refused: unknown) => refused);
      expect(isHdmfError(error, "unsupported")).toBe(true);
      expect(error).toMatchObject({ message: expect.stringContaining(reason), source: path });
      expect(error).toHaveProperty("hint");
    });
  }
});

test("a damaged image of the metadata cache is refused when opened", async () => {
  const bytes = new Uint8Array(readFileSync(`${families}/cache-image.h5`));
  bytes[bytes.length - 300]! ^= 1;
  await expect(openHdf5File(bytes)).rejects.toMatchObject({ tag: "malformed", message: /cache image/ });
});

describe("a family of files", () => {
  test.each(["earliest", "latest"])("of one member is that member: %s", async (name) => {
    const { datasets, close } = await openDatasets(`conformance/fixtures/reader/part-of-several-${name}.h5`);
    expect((await datasets.get("one")!.read()).data).toEqual(BigInt64Array.of(1n));
    await close();
  });

  test.skipIf(!existsSync(suite))("of the time when files did not say so", async () => {
    const { datasets, close } = await openDatasets(`${suite}/tfamily00000.h5`);
    const truth = Int32Array.from({ length: 150 }, (_, index) => Math.floor(index / 15) + (index % 15));
    expect((await datasets.get("dset1")!.read()).data).toEqual(truth);
    await close();
  });

  /** A copy of a family, without some members. */
  function copy(name: string, from: string, members: number): string {
    for (let member = 0; member < members; member++) {
      copyFileSync(join(families, from.replace("N", `${member}`)), join(scratch, name.replace("N", `${member}`)));
    }
    return join(scratch, name.replace("N", "0"));
  }

  test.each([
    ["that lacks members", "family-latest-N.h5", 5, "malformed", "truncated"],
    ["of the old form that lacks members", "family-earliest-0000N.h5", 5, "not-found", "family-earliest-00005.h5"],
  ])("%s is refused", async (_, name, members, tag, message) => {
    const path = copy(name, name, members);
    await expect(openHdf5File(path)).rejects.toMatchObject({ tag, message: expect.stringContaining(message) });
  });

  test("with a member that was cut off is refused", async () => {
    const path = copy("cut-0000N.h5", "family-earliest-0000N.h5", 8);
    truncateSync(join(scratch, "cut-00003.h5"), 1000);
    const expected = { tag: "malformed", message: expect.stringContaining("cut-00003.h5"), hint: expect.anything() };
    await expect(openHdf5File(path)).rejects.toMatchObject(expected);
  });

  test("is no family where the next file is one by itself", async () => {
    const path = join(scratch, "run-0.h5");
    copyFileSync("conformance/fixtures/hdf5/truncated.h5", path);
    copyFileSync("conformance/fixtures/hdf5/types.h5", join(scratch, "run-1.h5"));
    await expect(openHdf5File(path)).rejects.toMatchObject({ tag: "malformed", message: /truncated/ });
  });

  test("whose other members have no place is refused", async () => {
    const bytes = readFileSync(join(families, "family-earliest-00000.h5"));
    await expect(openHdf5File(new Uint8Array(bytes))).rejects.toMatchObject({ tag: "unsupported" });
    await expect(openHdf5File(new File([bytes], "a0.h5"))).rejects.toMatchObject({ tag: "denied" });
  });
});
