import { existsSync } from "node:fs";
import { isHdmfError } from "@hdmf-ts/errors";
import { describe, expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";

const suite = "../shared/fixtures/hdf5/library-suite";
const parts = "one part of several";

/** h5py refuses all but the last, whose headers it finds in the image. */
const files = [
  ["conformance/fixtures/reader/part-of-several-earliest.h5", parts],
  ["conformance/fixtures/reader/part-of-several-latest.h5", parts],
  [`${suite}/tmulti-s.h5`, parts],
  [`${suite}/tsplit_file-m.h5`, parts],
  [`${suite}/h5clear_mdc_image.h5`, "metadata cache image"],
] as const;

describe("what cannot be read by its addresses alone is refused when opened", () => {
  for (const [path, reason] of files) {
    test.skipIf(!existsSync(path))(path, async () => {
      const error = await openHdf5File(path).catch((refused: unknown) => refused);
      expect(isHdmfError(error, "unsupported")).toBe(true);
      expect(error).toMatchObject({ message: expect.stringContaining(reason), source: path });
      expect(error).toHaveProperty("hint");
    });
  }
});
