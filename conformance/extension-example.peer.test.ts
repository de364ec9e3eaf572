import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { python, root } from "./peers.ts";

test.skipIf(!existsSync(python("a")))(
  "the extension of the example is right with the schema of pynwb, and has types",
  () => {
    const schema = execFileSync(python("a"), ["-c", "import os, pynwb; print(os.path.dirname(pynwb.__file__))"], {
      encoding: "utf8",
    }).trim();
    const included = ["hdmf-common-schema/common/namespace.yaml", "core/nwb.namespace.yaml"];
    const said = execFileSync(
      process.execPath,
      [join(root, "examples/extension/main.mjs"), ...included.map((path) => join(schema, "nwb-schema", path))],
      { encoding: "utf8", cwd: root },
    );
    expect(said).toMatch(/\n0 issues\nCalibratedProbe extends Device\nShankTable extends DynamicTable\n$/);
    const types = readFileSync(join(root, "out/ndx-probe/types.ts"), "utf8");
    expect(types).toMatch(/interface NdxProbeTypes \{[\s\S]*readonly base: CoreTypes\["Device"\];/);
  },
);
