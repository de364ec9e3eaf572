import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isHdmfError } from "@hdmf-ts/errors";
import type { Hdf5File, Hdf5Object } from "@hdmf-ts/hdf5";
import { dumpHdf5, type Json } from "@hdmf-ts/hdf5/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHdf5 } from "../src/index.ts";

const python = ".venv-a/bin/python";
const count = Number(process.env.HDMF_GENERATED_HDF5 ?? 40);
const seed = Number(process.env.HDMF_GENERATED_SEED ?? 2);

/** What this engine says it does not support is left out; all else has to be as h5py finds it, but for what its README says. */
describe.skipIf(!existsSync(python))("a random file by h5py, through h5wasm", () => {
  const folder = mkdtempSync(join(tmpdir(), "generated-h5wasm-"));
  const names = Array.from({ length: count }, (_, index) => `${seed}-${index}`);
  let compared = 0;
  let refused = 0;

  beforeAll(() => {
    const script = "conformance/make_generated_hdf5.py";
    execFileSync(python, [script, folder, "--seed", `${seed}`, "--count", `${count}`], { stdio: "pipe" });
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.for(names)("%s holds what h5py finds", async (name, context) => {
    context.skip(!existsSync(join(folder, `${name}.json`)), "h5py cannot read what it wrote");
    const expected = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));
    const refusals: Refusals = { addresses: new Set(), isWhole: false };
    const file = await openHdf5(join(folder, `${name}.h5`)).catch((error: Error) => {
      if (!error.message.includes("already open for write")) throw error;
      return undefined;
    });
    if (file === undefined) return context.skip("SWMR left it marked as open");
    const found = await dumpHdf5({ ...file, objects: (addresses) => supported(file, addresses, refusals) });
    await file.close();
    context.skip(refusals.isWhole, "what leads on is not supported, so that paths differ");
    for (const [path, object] of found)
      expect(comparable(object, object, expected[path]), path).toEqual(
        comparable(expected[path], object, expected[path]),
      );
    compared += found.size;
    refused += refusals.addresses.size;
  });

  test("most of it is supported", () => {
    expect(compared).toBeGreaterThan(3 * refused);
  });
});

/**
 * An object without the attributes that are refused. Those that are not in the header come without their committed datatype, and
 * integers of few bits as plain ones.
 */
function comparable(object: Json, found: Json, expected: Json): unknown {
  const named = (from: Json): Map<string, Facts> => new Map((from as { attributes: [string, Facts][] }).attributes);
  const [ours, theirs] = [named(found), named(expected)];
  const { attributes: _, ...rest } = object as { attributes: unknown };
  const attributes = [...named(object)].flatMap(([name, { datatype: __, ...facts }]) => {
    const dtype = theirs.get(name)?.dtype;
    return ours.has(name) && !(typeof dtype === "object" && "integer" in dtype) ? [[name, facts]] : [];
  });
  return { ...rest, attributes };
}

interface Refusals {
  readonly addresses: Set<number>;
  /** An object was refused, and not an attribute or elements alone. */
  isWhole: boolean;
}

interface Facts {
  readonly datatype?: string;
  readonly dtype: object | string;
}

/** The objects that can be read, elements too. */
async function supported(
  file: Hdf5File,
  addresses: readonly number[],
  refusals: Refusals,
): Promise<readonly Hdf5Object[]> {
  const objects = await file.objects(addresses, {
    onDamage({ address, attribute, error }) {
      if (error.tag !== "unsupported") throw error;
      refusals.addresses.add(address);
      refusals.isWhole ||= attribute === undefined;
    },
  });
  const whole: Hdf5Object[] = [];
  for (const object of objects) {
    const error =
      object.kind === "dataset"
        ? await object.read().then(
            () => undefined,
            (reason: unknown) => reason,
          )
        : undefined;
    if (error === undefined) whole.push(object);
    else if (isHdmfError(error, "unsupported")) refusals.addresses.add(object.address);
    else throw error;
  }
  return whole;
}
