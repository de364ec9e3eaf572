import { isDeepStrictEqual } from "node:util";
import { allocate, elementCount } from "../packages/array/src/index.ts";
import { isHdmfError } from "../packages/errors/src/index.ts";
import type { Hdf5Dataset, Hdf5File } from "../packages/hdf5/src/index.ts";
import { dumpHdf5, type Json } from "../packages/hdf5/src/testing.ts";
import { openHdf5 } from "../packages/hdf5-h5wasm/src/index.ts";

type Facts = { readonly [name: string]: Json };

/** What `h5wasm_truth.py` answers. */
export interface Truth {
  readonly error?: string;
  readonly dump: Facts;
  readonly paths: { readonly [address: string]: string };
  readonly dense: readonly string[];
}

/** What h5wasm finds beside what h5py does. */
export interface H5wasmAnswer {
  /** A line for each thing that is not the same, with its place. */
  readonly differences: readonly string[];
  /** How often each limit of `limits` was met. */
  readonly untold: ReadonlyMap<string, number>;
  readonly objects: number;
  readonly attributes: number;
  readonly elements: number;
}

/** A kind of content that h5wasm cannot tell, by what h5py says of it; elements alone, or an attribute. */
interface Limit {
  readonly name: string;
  readonly why: string;
  /** The refusal of the engine; none where it tells less without one. */
  readonly says?: RegExp;
  applies(facts: Facts, where: Where): boolean;
  /** Whether a value is still what it can be; without it, any is. */
  agrees?(found: Json, facts: Facts): boolean;
}

const denseTypes: readonly (readonly [said: string, isSuch: (type: Json, stored: Facts) => boolean])[] = [
  ["floats of 2 bytes", (type) => type === "float16"],
  ["floats of \\d+ bytes", (type) => isOf(type, "float")],
  ["integers of \\d+ bytes", (type) => isOf(type, "integer")],
  ["type class 5", (type) => isOf(type, "opaque")],
  ["a wide enum", (type) => isOf(type, "enum")],
  ["a compound with gaps and varying lengths", (_, { offsets }) => offsets !== undefined],
];

const limits: readonly Limit[] = [
  {
    name: "filter",
    why: "libhdf5 in h5wasm has no plug-ins, and these filters are none of its own",
    says: /is stored with the filter \S+, which h5wasm lacks$/,
    applies: ({ filters }, { attribute }) => !attribute && listOf(filters).some((one) => Number(factsOf(one).id) > 6),
  },
  {
    name: "big-endian-enum",
    why: "libhdf5, which h5wasm asks to turn big-endian types round, does not do it for enums",
    says: /holds big-endian enum values, which h5wasm cannot read$/,
    applies: (facts) => anyType(facts, (type, stored) => isOf(type, "enum") && isBig(factsOf(stored.base ?? {}))),
  },
  ...denseTypes.map(
    ([said, isSuch]): Limit => ({
      name: "dense-type",
      why: "h5wasm's account of a type, all there is of attributes outside of the header, is the same for several types",
      says: new RegExp(`has ${said}, which h5wasm cannot tell apart outside of the header`),
      applies: (facts, { dense }) => dense && anyType(facts, isSuch),
    }),
  ),
  {
    name: "dense-bits",
    why: "that account does not say which bits of a number are used",
    applies: (facts, { dense }) =>
      dense && anyType(facts, (type, stored) => isOf(type, "integer") || stored.typeMessage !== undefined),
  },
  {
    name: "turned-text",
    why: "turning compounds that hold big-endian numbers round makes libhdf5 end texts of fixed size at their first NUL",
    applies: (facts) =>
      anyType(facts, (type) => Array.isArray(type)) &&
      anyType(facts, (type) => type === "ascii" || type === "utf8") &&
      anyType(facts, (_, stored) => isBig(stored)),
    agrees: agreesTurned,
  },
  {
    name: "unused-bits",
    why: "libhdf5 clears the bits that are not used where it turns big-endian integers round that begin at a later bit",
    applies: (facts) => anyType(facts, isShifted),
    agrees: agreesTurned,
  },
];

/** Whether elements are equal, but for what becomes of texts and unused bits where big-endian numbers are turned round. */
function agreesTurned(found: Json, { dtype = null, details, value = null }: Facts): boolean {
  const stored = factsOf(details ?? {});
  const inside = (inner: Json, how: Json | undefined, mine: Json | undefined, theirs: Json | undefined): boolean =>
    agreesTurned(mine ?? null, { dtype: inner, details: how ?? {}, value: theirs ?? null });
  const [mine, theirs] = [factsOf(found), factsOf(value)];
  if (Array.isArray(dtype)) {
    const fields = namedFacts(stored.fields);
    return (dtype as [string, Json][]).every(([name, inner]) =>
      inside(inner, fields.get(name), mine[name], theirs[name]),
    );
  }
  if (isOf(dtype, "array")) return inside(factsOf(dtype).base as Json, stored.base, found, value);
  if (isOf(dtype, "vlen"))
    return (
      isDeepStrictEqual(mine.offsets, theirs.offsets) &&
      inside(factsOf(dtype).vlen as Json, stored.base, mine.values, theirs.values)
    );
  if (dtype === "ascii" || dtype === "utf8")
    return isDeepStrictEqual(found, value) || isDeepStrictEqual(found, listOf(value).map(untilNul));
  if (!isShifted(dtype, stored)) return isDeepStrictEqual(found, value);
  return usedBits(found, dtype) === usedBits(value, dtype);
}

const untilNul = (text: Json): string => `${text}`.replace(/\0.*/s, "");

const isShifted = (type: Json, stored: Facts): boolean =>
  isOf(type, "integer") && integerOf(type).offset > 0 && isBig(stored);

/** The hexadecimal of big-endian integers without the bits that are not used; of a digest nothing can be told. */
function usedBits(value: Json, type: Json): string {
  const { bytes, bits, offset } = integerOf(type);
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(offset);
  const elements = `${value}`.startsWith("sha256:") ? [] : (`${value}`.match(new RegExp(`.{${2 * bytes}}`, "g")) ?? []);
  return elements.map((element) => (BigInt(`0x${element}`) & mask).toString(16)).join();
}

const isOf = (type: Json, kind: string): boolean => typeof type === "object" && type !== null && kind in type;
const integerOf = (type: Json): { readonly bytes: number; readonly bits: number; readonly offset: number } =>
  factsOf(type).integer as unknown as ReturnType<typeof integerOf>;
const isBig = ({ byteOrder }: Facts): boolean => byteOrder === "big";

type Where = { readonly attribute: boolean; readonly dense: boolean };

/** Reads a file by h5wasm and tells where it finds other than h5py: all that no limit explains. */
export async function askH5wasm(path: string, truth: Truth): Promise<H5wasmAnswer> {
  const refusals = new Map<string, string>();
  const file = await openHdf5(path);
  let found: ReadonlyMap<string, Json>;
  try {
    found = await dumpHdf5(withRefusals(file, truth, refusals));
  } finally {
    await file.close();
  }
  const differences: string[] = [];
  const untold = new Map<string, number>();
  let [attributes, elements] = [0, 0];

  /** Whether a limit explains it, which is then counted. */
  const explained = (facts: Facts, where: Where, refusal: string | undefined, found?: Json): boolean => {
    const limit = limits.find(
      ({ says, applies, agrees }) =>
        (refusal === undefined ? says === undefined : says?.test(refusal) === true) &&
        applies(facts, where) &&
        (agrees === undefined || agrees(found ?? null, facts)),
    );
    if (limit !== undefined) untold.set(limit.name, (untold.get(limit.name) ?? 0) + 1);
    return limit !== undefined;
  };
  const compare = (at: string, mine: Facts, theirs: Facts, where: Where): void => {
    elements += theirs.shape === null ? 0 : elementCount((theirs.shape ?? [0]) as number[]);
    const facts = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    const wrong = facts.filter((fact) => !isDeepStrictEqual(mine[fact], theirs[fact]));
    const mayDiffer = where.dense ? ["dtype", "details", "value"] : ["value"];
    if (
      wrong.length > 0 &&
      wrong.every((fact) => mayDiffer.includes(fact)) &&
      explained(theirs, where, undefined, mine.value)
    )
      return;
    for (const fact of wrong)
      differences.push(`${at} ${fact}: ${brief(mine[fact])} where h5py finds ${brief(theirs[fact])}`);
  };

  for (const at of new Set([...Object.keys(truth.dump), ...found.keys()])) {
    const [mine, theirs] = [found.get(at), truth.dump[at]];
    if (mine === undefined || theirs === undefined) {
      differences.push(`${at} is not there for ${mine === undefined ? "h5wasm" : "h5py"}`);
      continue;
    }
    const { attributes: myNamed, ...own } = factsOf(mine);
    const { attributes: theirNamed, ...facts } = factsOf(theirs);
    const refusal = refusals.get(at);
    if (refusal !== undefined && !explained(facts, { attribute: false, dense: false }, refusal))
      differences.push(`${at} is not read: ${refusal}`);
    const value = refusal === undefined ? {} : { value: facts.value ?? null };
    compare(at, { ...own, ...value }, facts, { attribute: false, dense: false });
    const where = { attribute: true, dense: truth.dense.includes(at) };
    const named = namedFacts(myNamed);
    const names: string[] = [];
    for (const [name, { datatype, ...rest }] of namedFacts(theirNamed)) {
      attributes++;
      const there = named.get(name);
      const refusal = refusals.get(`${at}@${name}`);
      if (there !== undefined) {
        names.push(name);
        // Whether the type of an attribute in dense storage is a committed one, h5wasm does not tell.
        compare(`${at}@${name}`, there, where.dense || datatype === undefined ? rest : { ...rest, datatype }, where);
      } else if (refusal === undefined || !explained(rest, where, refusal))
        differences.push(`${at}@${name} is not read: ${refusal}`);
    }
    if (!isDeepStrictEqual([...named.keys()], names)) differences.push(`${at} has its attributes in another order`);
  }
  return { differences, untold, objects: found.size, attributes, elements };
}

/** The file with the elements and attributes that the engine refuses left out, and the reasons by path. */
function withRefusals(file: Hdf5File, { paths }: Truth, refusals: Map<string, string>): Hdf5File {
  const readOr = async (dataset: Hdf5Dataset): ReturnType<Hdf5Dataset["read"]> => {
    const { address, dtype, shape } = dataset;
    try {
      return await dataset.read();
    } catch (error) {
      if (!isHdmfError(error, "unsupported")) throw error;
      refusals.set(`${paths[address]}`, error.message);
      return { dtype, shape, data: allocate(dtype, elementCount(shape)) };
    }
  };
  return {
    ...file,
    async objects(addresses) {
      const objects = await file.objects(addresses, {
        onDamage({ address, attribute, error }) {
          if (attribute === undefined || error.tag !== "unsupported") throw error;
          refusals.set(`${paths[address]}@${attribute}`, error.message);
        },
      });
      return objects.map((object) => (object.kind === "dataset" ? { ...object, read: () => readOr(object) } : object));
    },
  };
}

const factsOf = (json: Json): Facts => json as Facts;
const listOf = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);
const namedFacts = (json: Json | undefined): ReadonlyMap<string, Facts> =>
  new Map(listOf(json) as unknown as readonly [string, Facts][]);
const textOf = (json: Json | undefined): string => JSON.stringify(json ?? null);
const brief = (json: Json | undefined): string => textOf(json).slice(0, 200);

/** Whether a type, or one that is part of it, is as told; with what is told of how it is stored. */
function anyType({ dtype, details }: Facts, test: (dtype: Json, details: Facts) => boolean): boolean {
  const stored = factsOf(details ?? {});
  if (dtype === undefined) return false;
  if (test(dtype, stored)) return true;
  if (Array.isArray(dtype)) {
    const fields = namedFacts(stored.fields);
    return (dtype as [string, Json][]).some(([name, inner]) =>
      anyType({ dtype: inner, details: fields.get(name) ?? {} }, test),
    );
  }
  const { base, vlen, array, complex } = typeof dtype === "object" ? factsOf(dtype) : {};
  if (complex !== undefined) return anyType({ dtype: complex, details: stored }, test);
  const inner = vlen ?? (array === undefined ? undefined : base);
  return inner !== undefined && anyType({ dtype: inner, details: stored.base ?? {} }, test);
}
