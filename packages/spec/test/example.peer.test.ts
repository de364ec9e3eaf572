import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { dumpOf, hasJudge, repository } from "./hdmf-dump.ts";
import { fixtures, hasSchemas, newest } from "./published.ts";

const isBuilt = existsSync(`${repository}packages/spec/dist/yaml.js`);

test.skipIf(!hasJudge || !hasSchemas || !isBuilt)(
  "pynwb's hdmf loads what the example writes",
  { timeout: 60_000 },
  () => {
    const run = spawnSync(process.execPath, ["examples/extension/main.mjs"], { cwd: repository, encoding: "utf8" });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    const written = `${repository}out/ndx-probe/ndx-probe.namespace.yaml`;
    const dump = dumpOf(...newest.map((path) => fixtures + path), written);
    expect(dump.failed).toBeUndefined();
    const types = dump.types["ndx-probe"]!;
    expect(types.CalibratedProbe!.hierarchy).toEqual(["CalibratedProbe", "Device", "NWBContainer", "Container"]);
    expect(types.ShankTable!.hierarchy).toEqual(["ShankTable", "DynamicTable", "Container"]);
  },
);
