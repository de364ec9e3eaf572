import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHdf5File } from "@hdmf-ts/hdf5";
import { describe, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const example = fileURLToPath(new URL("../../../examples/convert/example.nwb", import.meta.url));
const parts = fileURLToPath(new URL("../../../conformance/fixtures/hdf5/damaged.h5", import.meta.url));

/** The example with the header of one object overwritten. */
async function damage(path: string): Promise<string> {
  const bytes = new Uint8Array(readFileSync(example));
  const file = await openHdf5File(bytes.slice());
  let address = file.root;
  for (const name of path.split("/").slice(1)) {
    const [group] = await file.objects([address]);
    const link = group?.kind === "group" ? group.links.get(name) : undefined;
    address = link !== undefined && "hard" in link ? link.hard : Number.NaN;
  }
  await file.close();
  bytes.fill(255, address, address + 16);
  const output = join(temporaryFolder(), "damaged.nwb");
  writeFileSync(output, bytes);
  return output;
}

const oneLine = (path: string) => [expect.stringMatching(new RegExp(`^hdmf: .*${path}: .*damaged`))];

describe("one damaged dataset of an NWB file", () => {
  const path = "/acquisition/lick/data";

  test("is one line of stderr by describe --all, which lists all else, and ends with 2", async () => {
    const input = await damage(path);
    const whole = JSON.parse((await runCommand(["describe", example, "--all", "--json"])).out);
    const { code, out, errors } = await runCommand(["describe", input, "--all", "--json"]);
    const nodes = whole.nodes.filter((node: { path: string }) => node.path !== path);
    expect(nodes.length).toBe(whole.nodes.length - 1);
    expect(JSON.parse(out)).toEqual({ ...whole, nodes });
    expect([code, errors]).toEqual([2, oneLine(path)]);
  });

  test("is no matter for show of another object", async () => {
    const args = ["show", await damage(path), "/acquisition/raw/data", "--rows", "0:4"];
    expect(await runCommand(args)).toEqual(await runCommand(["show", example, ...args.slice(2)]));
    const { code, errors } = await runCommand(["show", args[1] as string, path]);
    expect([code, errors]).toEqual([2, [expect.stringMatching(/damaged/)]]);
  });

  test("is one issue by validate, beside what is found of all else", async () => {
    const { code, out } = await runCommand(["validate", await damage(path), "--json"]);
    const { issues } = JSON.parse(out).files[0];
    const errors = issues.filter(({ severity }: { severity: string }) => severity === "error");
    expect(errors[0]).toMatchObject({
      code: "unreadable",
      path,
      message: expect.stringMatching(/header.*damaged|no object header/),
    });
    expect(code).toBe(1);
  });

  test("keeps convert from writing anything", async () => {
    const output = join(temporaryFolder(), "out.zarr");
    const { code, errors } = await runCommand(["convert", await damage(path), output]);
    expect([code, errors]).toEqual([2, oneLine(path)]);
    expect(existsSync(output)).toBe(false);
  });

  test("is named by diff, which compares all else", async () => {
    const { code, out, errors } = await runCommand(["diff", example, await damage(path)]);
    expect([code, out]).toEqual([2, ""]);
    expect(errors).toEqual([...oneLine(path), expect.stringMatching(/are equal in what can be read/)]);
  });
});

test("a damaged table is left out by describe, and what is not below it is listed", async () => {
  const input = await damage("/units");
  const whole = JSON.parse((await runCommand(["describe", example, "--json"])).out);
  const { code, out, errors } = await runCommand(["describe", input, "--json"]);
  const objects = whole.objects.filter((object: { path: string }) => !object.path.startsWith("/units"));
  expect(JSON.parse(out)).toEqual({ ...whole, objects });
  expect([code, errors]).toEqual([2, oneLine("/units")]);
});

test("damaged attributes leave the object readable", async () => {
  const { code, out, errors } = await runCommand(["describe", parts, "--all"]);
  expect(out).toContain("@before");
  const told = [/^hdmf: \/: .*"damage"/, /^hdmf: \/a: .*"damage"/, /^hdmf: \/header: /, /^hdmf: \/lost: /];
  expect(errors).toEqual(told.map((line) => expect.stringMatching(line)));
  expect(code).toBe(2);
  const shown = await runCommand(["show", parts, "/a"]);
  expect([shown.code, shown.out, shown.errors]).toEqual([0, "0\t[0,1,2]\n1\t[3,4,5]\n", []]);
});
