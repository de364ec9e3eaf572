import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../packages/cli/test/run-command.ts";
import { chromium, noChromium } from "../tools/chromium.ts";
import { openBrowserCopier } from "./chromium.ts";
import { copyHdf5 } from "./copy-hdf5.ts";
import { askH5wasm, type Truth } from "./hdf5-h5wasm.ts";
import { ask, type Comparison, compareHdf5, differencesOf, python, root } from "./peers.ts";

// The long form: HDMF_GENERATED_HDF5=400, and HDMF_GENERATED_SEED for other files.
const count = Number(process.env.HDMF_GENERATED_HDF5 ?? 40);
const seed = Number(process.env.HDMF_GENERATED_SEED ?? 1);

/** What the command line says that it does not keep, with the place. */
const warnings = [
  /warning: (?<place>.*) is compressed with deflate: .* cannot be written$/,
  /warning: the attribute (?<attribute>.*) of (?<object>.*) shares a type that no path leads to/,
  /warning: (?<place>.*) shares a type that no path leads to/,
  /warning: .* begins with a user block, which is not copied$/,
  /warning: .* references? in the attribute (?<attribute>.*) of (?<object>.*) to what is not in the copy became null$/,
  /warning: .* references? in (?<place>\/.*) to what is not in the copy became null$/,
];

/**
 * A warning tells of the user block, which is no part of a file; whether filters may be left out, and whether a group keeps the order of attributes alone, is not
 * read; complex numbers become the compounds that all libraries read.
 */
const neverKept = /^(?:userblock|filter-flags|attribute-order|attribute-names|complex-class) /;

/** Where `compare_hdf5.py` then finds a difference. */
function placeOf(line: string): string {
  const found = warnings.map((warning) => warning.exec(line)?.groups).find((groups) => groups !== undefined);
  return found?.place ?? `${found?.object}@${found?.attribute}`;
}

/** What h5dump complains of, each time with the library's account; without what it cannot read for want of a filter. */
function complaints(path: string): readonly string[] {
  const { status, stderr } = spawnSync("h5dump", ["--enable-error-stack", path], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 2 ** 28,
  });
  const parts = stderr.split(/^h5dump error: /m);
  const told = parts.slice(1).map((part, index) => {
    const account = parts[index] ?? "";
    return `${part.slice(0, part.indexOf("\n"))}: ${account.slice(account.lastIndexOf("HDF5-DIAG"))}`;
  });
  if (status !== Math.min(1, told.length)) return [`it ended with ${status}: ${stderr}`];
  return told.filter((one) => !/required filter '\S+' is not registered/.test(one));
}

/** What `add_to_hdf5.py` answers. */
interface Added {
  readonly error?: string;
  readonly differences: readonly unknown[];
}

/** What `compare_deflated.py` answers. */
interface Deflated extends Comparison {
  readonly deflated: number;
}

describe.skipIf(!existsSync(python("a")))("a random file, written again", () => {
  const folder = mkdtempSync(join(tmpdir(), "generated-again-"));
  const generated = Array.from({ length: count }, (_, index) => `${seed}-${index}`);
  const random = [1, 2, 3].map((each) => `types-${each * seed}`);
  const names = [...generated, ...random];
  const original = (name: string): string => join(folder, `${name}.h5`);
  const copy = (name: string): string => join(folder, `${name}.copy.h5`);
  const errors = new Map<string, readonly string[]>();
  const judged = new Map<string, readonly string[]>();
  const added = new Map<string, Added>();
  const truths = new Map<string, Truth>();
  /** What Chromium warned of, and of the copies that are not the same bytes what is other in them. */
  const warnedInChromium = new Map<string, readonly string[]>();
  const otherInChromium = new Map<string, Deflated>();
  const fromChromium = (name: string): string => join(folder, `${name}.chromium.h5`);
  const numbers = { files: 0, objects: 0, attributes: 0, elements: 0 };
  const untold = new Map<string, number>();
  /** What h5py could not finish has no dump. */
  const isWhole = (name: string): boolean => random.includes(name) || existsSync(join(folder, `${name}.json`));

  beforeAll(async () => {
    const scripts = join(root, "conformance");
    execFileSync(
      python("a"),
      [join(scripts, "make_generated_hdf5.py"), folder, "--seed", `${seed}`, "--count", `${count}`],
      { stdio: "pipe" },
    );
    for (const name of random)
      execFileSync(python("a"), [join(scripts, "make_random_hdf5.py"), original(name), name.slice(6), "120"]);
    const whole = names.filter(isWhole);
    for (const name of whole) errors.set(name, (await runCommand(["convert", original(name), copy(name)])).errors);
    const there = whole.filter((name) => existsSync(copy(name)));
    for (const [index, answer] of compareHdf5(there.map((name) => [original(name), copy(name)] as const)).entries())
      judged.set(there[index] ?? "", differencesOf(answer));
    for (const environment of ["a", "c"] as const) {
      const changed = there.map((name) => join(folder, `${environment}-${name}.h5`));
      for (const [index, name] of there.entries()) copyFileSync(copy(name), changed[index] ?? "");
      for (const [index, answer] of ask<Added>(python(environment), "add_to_hdf5.py", changed).entries())
        added.set(`${environment} ${there[index]}`, answer);
    }
    for (const [index, answer] of ask<Truth>(python("a"), "h5wasm_truth.py", there.map(copy)).entries())
      truths.set(there[index] ?? "", answer);
    if (chromium === undefined) return;
    const browser = await openBrowserCopier();
    for (const name of there) {
      const failed = (error: unknown) => ({ bytes: new Uint8Array(0), warnings: [String(error)] });
      const { bytes, warnings } = await browser.copy(readFileSync(original(name))).catch(failed);
      warnedInChromium.set(name, warnings);
      if (!readFileSync(copy(name)).equals(bytes)) writeFileSync(fromChromium(name), bytes);
    }
    await browser.close();
    const others = there.filter((name) => existsSync(fromChromium(name)));
    const pairs = others.map((name) => JSON.stringify([copy(name), fromChromium(name)])).join("\n");
    const answers = others.length === 0 ? [] : ask<Deflated>(python("a"), "compare_deflated.py", [], pairs);
    for (const [index, answer] of answers.entries()) otherInChromium.set(others[index] ?? "", answer);
  }, 1_800_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    const list = [...untold].map(([limit, times]) => `${limit} ${times}`).join(", ");
    console.log(
      `${numbers.files} copies of ${numbers.objects} objects, ${numbers.attributes} attributes, ${numbers.elements} elements; ` +
        `h5wasm cannot tell: ${list}; written in Chromium: ${warnedInChromium.size}, ${otherInChromium.size} of them with other bytes of deflate`,
    );
  });

  test.for(names)("%s holds what the original holds, by h5py", (name, context) => {
    context.skip(!isWhole(name), "h5py cannot read what it wrote");
    const lines = (errors.get(name) ?? []).filter((line) => !/ written \(/.test(line));
    expect(lines.filter((line) => !warnings.some((warning) => warning.test(line)))).toEqual([]);
    const told = lines.map(placeOf);
    const notKept = (judged.get(name) ?? []).filter((line) => !neverKept.test(line));
    expect(notKept.filter((line) => !told.includes(line.slice(line.indexOf(" ") + 1)))).toEqual([]);
  });

  test.for(names)("%s is read by h5dump of HDF5 1.10, but for elements whose filter it lacks", (name, context) => {
    context.skip(!isWhole(name), "h5py cannot read what it wrote");
    const { status, stderr } = spawnSync("h5dump", ["-H", copy(name)], { encoding: "utf8", maxBuffer: 2 ** 30 });
    expect([status, stderr]).toEqual([0, ""]);
    expect(complaints(copy(name))).toEqual([]);
  });

  test.for(names)("%s is read by h5wasm as h5py reads it, but for what h5wasm cannot tell", async (name, context) => {
    const truth = truths.get(name);
    if (truth === undefined) return context.skip("there is no copy");
    expect(truth.error).toBeUndefined();
    const answer = await askH5wasm(copy(name), truth);
    expect(answer.differences).toEqual([]);
    numbers.files++;
    for (const each of ["objects", "attributes", "elements"] as const) numbers[each] += answer[each];
    for (const [limit, times] of answer.untold) untold.set(limit, (untold.get(limit) ?? 0) + times);
  });

  test.for(names)("%s written in Chromium is the same file, but for how deflate packs", async (name, context) => {
    context.skip(chromium === undefined, noChromium);
    context.skip(!truths.has(name), "there is no copy");
    const { bytes, warnings } = await copyHdf5(readFileSync(original(name)));
    expect(readFileSync(copy(name)).equals(bytes), "as the command line writes it").toBe(true);
    expect(warnedInChromium.get(name)).toEqual(warnings);
    if (!existsSync(fromChromium(name))) return;
    expect(otherInChromium.get(name)).toMatchObject({ differences: [] });
    expect(otherInChromium.get(name)?.deflated).toBeGreaterThan(0);
    expect(complaints(fromChromium(name))).toEqual([]);
  });

  test.for(
    names.flatMap(
      (name) =>
        [
          ["3.16", `a ${name}`],
          ["3.14", `c ${name}`],
        ] as const,
    ),
  )("h5py %s goes on with %s, and what was there stays", ([, key], context) => {
    context.skip(!added.has(key), "there is no copy");
    expect(added.get(key)).toMatchObject({ differences: [] });
  });

  test("nothing is left beside the files", () => {
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});
