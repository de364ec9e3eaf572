// The short form of the benchmark: no times, only results and counts, which are exact on any machine. No Python needed.
import { join } from "node:path";
import { runSide } from "./measure.mjs";
import { countFiles, countStore } from "./store.mjs";
import { root } from "./tasks.mjs";

const input = join(root, "examples/convert/example.nwb");
const ours = join(root, "bench/sides/ours.mjs");
const task = (name) => ({
  name,
  inProcess: true,
  ours: (path, output) => [process.execPath, [ours, name, path, "--output", output]],
});

/** What pynwb 4.2 and hdmf-zarr 0.14 make of the example: `bench/sides/peer.py`, and `countStore` of an export. */
const truth = {
  describe: "63 objects ff159626e5cd",
  validate: "0 errors",
  store: { groups: 38, arrays: 95, links: 3, elements: 68619 },
  /** hdmf-zarr writes this many files; ours may be fewer (no chunk that holds nothing but fill) and one more (`hdmf-ts.json`). */
  files: 228,
};

/** @returns the exit code: 1 where a result or a count is not what it must be */
export async function smoke() {
  const failures = [];
  const expect = (name, found, wanted, fine = JSON.stringify(found) === JSON.stringify(wanted)) => {
    console.log(
      `${fine ? "ok  " : "FAIL"} ${name}: ${JSON.stringify(found)}${fine ? "" : `, not ${JSON.stringify(wanted)}`}`,
    );
    if (!fine) failures.push(name);
  };
  for (const name of ["describe", "validate"]) {
    expect(name, (await runSide(task(name), "ours", input)).check, truth[name]);
  }
  const checkOf = (output) => ({ store: countStore(output), files: countFiles(output) });
  const { store, files } = (await runSide({ ...task("convert"), checkOf }, "ours", input)).check;
  expect("convert", store, truth.store);
  expect("files written", files, `at most ${truth.files + 1}`, files <= truth.files + 1);
  return failures.length === 0 ? 0 : 1;
}
