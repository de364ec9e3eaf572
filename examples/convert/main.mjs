// The main job on a file in this repository: look at it, check it, convert it to Zarr, compare the two.
// Each step is the command line that you would type yourself.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => relative(process.cwd(), fileURLToPath(new URL(path, import.meta.url)));
const hdmf = here("../../packages/cli/dist/main.js");
const input = here("./example.nwb");
const output = here("../../out/example.nwb.zarr");
mkdirSync(here("../../out"), { recursive: true });

function step(title, ...args) {
  console.log(`\n${title}\n$ npm run -s hdmf -- ${args.join(" ")}`);
  const { status, error } = spawnSync(process.execPath, [hdmf, ...args], { stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) {
    console.error(`\nThis step ended with exit code ${status}; nothing after it was done.`);
    process.exit(status ?? 2);
  }
}

step("1. The typed objects of an NWB file (HDF5)", "describe", input);
step("2. A table of it, as rows", "show", input, "/intervals/trials", "--rows", "0:3");
step("3. Does it keep to the specifications that it carries?", "validate", input);
step("4. Everything in it, to a Zarr store", "convert", input, output, "--overwrite");
step("5. Is anything lost?", "diff", input, output);

console.log(`
Done: ${output} holds all that ${input} holds, in Zarr v3 as hdmf-zarr 0.14 reads it.

Look at it:
  npm run -s hdmf -- describe ${output}
  npm run -s hdmf -- show ${output} /units --json
  npm run -s hdmf -- describe ${output} --all --json
Try a file of your own:
  npm run -s hdmf -- convert your.nwb your.nwb.zarr`);
