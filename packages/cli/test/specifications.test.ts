import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runCommand } from "./run-command.ts";

const fixtures = fileURLToPath(new URL("../../../../shared/fixtures/", import.meta.url));
const bare = join(fixtures, "nwb/back_compat/1.0.2_nwbfile.nwb");
const core = join(fixtures, "schema/installed/nwb-schema-2.11.0/core/nwb.namespace.yaml");
const common = join(fixtures, "schema/installed/hdmf-common-schema-1.10.0/common/namespace.yaml");

async function issuesOf(...args: string[]) {
  const { code, out } = await runCommand(["validate", bare, ...args, "--json"]);
  const { files } = JSON.parse(out) as { files: { issues: { code: string; severity: string }[] }[] };
  return { code, issues: files[0]?.issues ?? [] };
}

describe.skipIf(!existsSync(bare))("a file without cached specifications", () => {
  test("cannot be validated alone: one issue, exit 2", async () => {
    const { code, issues } = await issuesOf();
    expect([code, issues]).toEqual([2, [expect.objectContaining({ code: "no-specification", severity: "error" })]]);
  });

  test("is validated against the namespaces given, as pynwb-validate does: no errors", async () => {
    const { code, issues } = await issuesOf("--spec", core, "--spec", common);
    expect([code, issues.filter(({ severity }) => severity === "error")]).toEqual([0, []]);
  });

  test("is described, shown and compared all the same", async () => {
    const described = await runCommand(["describe", bare, "--json"]);
    expect(JSON.parse(described.out)).toMatchObject({ format: "hdf5", namespaces: {}, objects: [{ path: "/" }] });
    expect((await runCommand(["show", bare, "/identifier"])).code).toBe(0);
    expect((await runCommand(["diff", bare, bare])).code).toBe(0);
  });
});
