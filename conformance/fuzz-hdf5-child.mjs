/** Damages and reads what fuzz-hdf5.mjs sends; answers with what came of it, its time of the processor and its most memory. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folderResolver } from "../packages/bytes/dist/index.js";
import { openHdf5File } from "../packages/hdf5/dist/index.js";

const load = (name) => import(pathToFileURL(join(process.argv[2], name)).href);
const { findStructures } = await load("structures.mjs");
const { makeDamage } = await load("make-damage.mjs");
const { exercise } = await load("exercise.mjs");

const known = new Map();
let tail = Promise.resolve();
process.on("message", (task) => {
  tail = tail.then(() => run(task)).then((result) => process.send(result));
});
process.on("disconnect", () => process.exit());
process.send("ready");

async function soundFile(path) {
  let found = known.get(path);
  if (found === undefined) {
    const bytes = new Uint8Array(readFileSync(path));
    const { objects } = await exercise(openHdf5File, bytes);
    found = { bytes, structures: findStructures(bytes, objects) };
    known.clear();
    known.set(path, found);
  }
  return found;
}

async function run({ path, seed }) {
  const { bytes, structures } = await soundFile(path);
  const { file, what } = makeDamage(bytes, structures, seed);
  process.send({ begins: true, what });
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.gc?.();
  const before = status("VmRSS");
  resetPeak();
  const started = process.cpuUsage();
  const beside = folderResolver({ root: path, open: async (found) => found });
  const resolver = (source) => beside(source, path);
  // Whole in memory, or page by page.
  const open = (input) => openHdf5File(seed % 2 === 0 ? input : sourceOf(input), { resolver });
  const { untyped, tags } = await exercise(open, file);
  const { user, system } = process.cpuUsage(started);
  return { untyped, tags, what, seconds: (user + system) / 1e6, bytes: status("VmHWM") - before };
}

function sourceOf(bytes) {
  return { byteLength: bytes.length, read: async (offset, length) => bytes.slice(offset, offset + length) };
}

/** Bytes by the kernel's account; 0 where there is none. */
function status(field) {
  try {
    const found = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync("/proc/self/status", "latin1"));
    return found === null ? 0 : Number(found[1]) * 1024;
  } catch {
    return 0;
  }
}

function resetPeak() {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {}
}
