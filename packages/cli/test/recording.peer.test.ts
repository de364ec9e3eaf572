import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const recording = join(root, "../shared/fixtures/nwb/sub_anm00239123_ses_20170627T093549_ecephys_and_ogen.nwb");
const python = join(root, ".venv-a/bin/python");

function truthOf<T>(script: string): T {
  const { status, stdout, stderr } = spawnSync(python, [join(root, "conformance", script), recording], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as Record<string, T>)[recording] as T;
}

async function jsonOf(...args: string[]): Promise<unknown> {
  const { code, out, errors } = await runCommand(args);
  expect([code, errors]).toEqual([0, []]);
  return JSON.parse(out);
}

describe.skipIf(!existsSync(recording) || !existsSync(python))(
  "the real recording, as the command line shows it",
  () => {
    test("describe lists the typed objects and ids that hdmf's builders see", async () => {
      expect(await jsonOf("describe", recording, "--json")).toEqual({
        format: "hdf5",
        namespaces: { core: "2.1.0", "hdmf-common": "1.0.0" },
        objects: truthOf("describe_truth.py"),
      });
    });

    test("show gives the rows of each table as pynwb's data frames have them", async () => {
      const tables = truthOf<Record<string, { columns: string[]; rows: unknown[] }>>("table_truth.py");
      expect(Object.keys(tables)).toHaveLength(3);
      for (const [path, table] of Object.entries(tables)) {
        expect(await jsonOf("show", recording, path, "--json")).toEqual(table);
        const some = { columns: table.columns, rows: table.rows.slice(1, 4) };
        expect(await jsonOf("show", recording, path, "--rows", "1:4", "--json")).toEqual(some);
      }
    });

    test("validate finds the three errors that pynwb-validate finds", async () => {
      const { code, out } = await runCommand(["validate", recording, "--json"]);
      const [file] = (JSON.parse(out) as { files: { path: string; issues: Record<string, string>[] }[] }).files;
      const electrodes = "/general/extracellular_ephys/electrodes";
      expect(file?.path).toBe(recording);
      expect(
        file?.issues.map(({ code, severity, path, expected, received }) => [code, severity, path, expected, received]),
      ).toEqual([
        ["wrong-dtype", "error", `${electrodes}/filtering`, "float32", "utf8"],
        ["wrong-dtype", "error", `${electrodes}/group_name`, "ascii", "utf8"],
        ["wrong-dtype", "error", `${electrodes}/location`, "ascii", "utf8"],
      ]);
      expect(code).toBe(1);
      const { stdout, stderr } = spawnSync(join(root, ".venv-a/bin/pynwb-validate"), [recording], { encoding: "utf8" });
      const theirs = [...`${stdout}${stderr}`.matchAll(/\((general\/[^)]*)\): incorrect type/g)].map(
        (match) => `/${match[1]}`,
      );
      expect(theirs.sort()).toEqual(file?.issues.map(({ path }) => path));
    });

    test("a copy in Zarr has the same objects, rows and issues, and diff finds no difference", async () => {
      const copy = join(temporaryFolder(), "copy.nwb.zarr");
      expect((await runCommand(["convert", recording, copy])).code).toBe(0);
      expect(await jsonOf("diff", recording, copy, "--json")).toEqual({ differences: [] });
      expect(await jsonOf("describe", copy, "--json")).toEqual({
        ...((await jsonOf("describe", recording, "--json")) as object),
        format: "zarr3",
      });
      expect(await jsonOf("show", copy, "/units", "--json")).toEqual(
        await jsonOf("show", recording, "/units", "--json"),
      );
      const [original, converted] = await Promise.all(
        [recording, copy].map((path) => runCommand(["validate", path, "--json"])),
      );
      const issuesOf = (out = "") => (JSON.parse(out) as { files: { issues: unknown[] }[] }).files[0]?.issues;
      expect(issuesOf(converted?.out)).toEqual(issuesOf(original?.out));
      expect([original?.code, converted?.code]).toEqual([1, 1]);
    });
  },
);
