import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHdf5File } from "@hdmf-ts/hdf5";
import { openHdf5 } from "@hdmf-ts/hdf5-h5wasm";
import { describe, expect, test } from "vitest";
import { fallbackEngine } from "../src/fallback-engine.ts";
import { runCommand } from "./run-command.ts";

const suite = fileURLToPath(new URL("../../../../shared/fixtures/hdf5/library-suite/", import.meta.url));
const szip = join(suite, "h5repack_szip.h5");
const example = fileURLToPath(new URL("../../../examples/convert/example.nwb", import.meta.url));

describe.skipIf(!existsSync(szip))("what our own engine does not support", () => {
  test("is read by h5wasm: a dataset with szip", async () => {
    const alone = await openHdf5File(szip);
    const [root] = await alone.objects([alone.root]);
    const link = root?.kind === "group" ? root.links.get("dset_szip") : undefined;
    const address = link !== undefined && "hard" in link ? link.hard : -1;
    const [dataset] = await alone.objects([address]);
    await expect(dataset?.kind === "dataset" && dataset.read()).rejects.toMatchObject({ tag: "unsupported" });
    await alone.close();
    const { code, out } = await runCommand(["show", szip, "/dset_szip", "--rows", "1:2", "--json"]);
    expect([code, JSON.parse(out).data]).toEqual([0, [Array.from({ length: 20 }, (_, i) => 20 + i)]]);
  });

  test("is told in the words of our own engine where h5wasm does not read it either", async () => {
    const { code, errors } = await runCommand(["show", join(suite, "trefer_attr.h5"), "/Dataset3"]);
    expect([code, errors]).toEqual([2, [expect.stringMatching(/reference to an attribute/)]]);
  });
});

test("blocks and reads come from the first engine where it can", async () => {
  const never = () => Promise.reject(new Error("the second engine was opened"));
  const file = await fallbackEngine(openHdf5File, never)(example);
  const both = await fallbackEngine(openHdf5, never)(example);
  for (const one of [file, both]) {
    const [root] = await one.objects([one.root]);
    const link = root?.kind === "group" ? root.links.get("identifier") : undefined;
    const [dataset] = await one.objects([link !== undefined && "hard" in link ? link.hard : -1]);
    if (dataset?.kind !== "dataset") throw new Error("/identifier is no dataset");
    const blocks = [];
    for await (const { data } of dataset.blocks()) blocks.push(data);
    expect(blocks).toEqual([(await dataset.read()).data]);
    await one.close();
    await expect(one.objects([one.root])).rejects.toMatchObject({ tag: "closed" });
  }
});
