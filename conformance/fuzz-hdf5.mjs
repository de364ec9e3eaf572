/**
 * Damages HDF5 files by a seed and reads them with packages/hdf5/dist: node conformance/fuzz-hdf5.mjs [COUNT] [SEED] [FILE...]
 *
 * Each file is opened, walked and read in a child process. Allowed are results and errors with a tag, in 2 s and 200 MB; all else is
 * printed, with the file and the seed that make it again, and makes the exit status 1.
 */
import { fork } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const count = Number(process.argv[2] ?? 2000);
const firstSeed = Number(process.argv[3] ?? 1);
const maxSeconds = 2;
const maxBytes = 200e6;
const largest = 1e6;
const children = 2;

const files = process.argv.length > 4 ? process.argv.slice(4) : inputs();
const helpers = mkdtempSync(join(tmpdir(), "fuzz-hdf5-"));
buildSync({
  absWorkingDir: root,
  entryPoints: ["structures", "make-damage", "exercise"].map((name) => `packages/hdf5/test/damage/${name}.ts`),
  outdir: helpers,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
});

const outcome = { cases: 0, sound: 0, tags: {}, slowest: 0, largest: 0, bugs: 0 };
let next = 0;
try {
  await Promise.all(Array.from({ length: children }, work));
} finally {
  rmSync(helpers, { recursive: true });
}
console.log(
  `${outcome.cases} damaged files of ${files.length} sound ones: ${outcome.bugs} bugs; ${outcome.sound} read without an error; ` +
    `slowest ${outcome.slowest.toFixed(2)} s; largest ${(outcome.largest / 1e6).toFixed(0)} MB; ` +
    `errors by tag ${JSON.stringify(outcome.tags)}`,
);
process.exitCode = outcome.bugs > 0 ? 1 : 0;

function inputs() {
  const folders = [
    "conformance/fixtures/hdf5",
    "conformance/fixtures/reader",
    "conformance/fixtures/elsewhere",
    "conformance/fixtures/generated",
    "../shared/fixtures/hdf5/library-suite",
    "../shared/fixtures/nwb",
  ];
  return folders
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)))
    .filter((path) => /\.(h5|nwb)$/.test(path) && statSync(path).isFile() && statSync(path).size <= largest)
    .sort();
}

/** One child after the other does cases until there are none; a new one starts where the last one hung or crashed. */
async function work() {
  let child;
  while (next < count) {
    const number = next++;
    const task = { path: files[Math.floor((number * files.length) / count)], seed: firstSeed + number };
    child ??= await start();
    let result = await ask(child, task, maxSeconds * 1000);
    if (result.slow) {
      // Who else uses the machine is no bug: once more, and alone in time of the processor.
      child.kill("SIGKILL");
      child = await start();
      result = await ask(child, task, maxSeconds * 4000);
    }
    report(task, result);
    if (result.slow || result.crash) {
      child.kill("SIGKILL");
      child = undefined;
    }
  }
  child?.kill();
}

function start() {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL("fuzz-hdf5-child.mjs", import.meta.url)), [helpers], {
      execArgv: ["--expose-gc", "--max-old-space-size=600"],
      serialization: "advanced",
    });
    child.once("message", () => resolve(child));
  });
}

function ask(child, task, milliseconds) {
  return new Promise((resolve) => {
    let timer;
    const crashed = (code, signal) => done({ crash: `${code ?? signal}` });
    const done = (result) => {
      // The sound file is read and the damage made before the time begins.
      if (result.begins) {
        timer = setTimeout(() => done({ slow: true, what: result.what }), milliseconds);
        return;
      }
      clearTimeout(timer);
      child.off("exit", crashed);
      child.off("message", done);
      resolve(result);
    };
    child.once("exit", crashed);
    child.on("message", done);
    child.send(task);
  });
}

function report({ path, seed }, result) {
  outcome.cases++;
  const bugs = [];
  if (result.slow) bugs.push("hangs");
  else if (result.crash) bugs.push(`crashes (${result.crash})`);
  else {
    bugs.push(...result.untyped);
    if (result.seconds > maxSeconds) bugs.push(`takes ${result.seconds.toFixed(2)} s`);
    if (result.bytes > maxBytes) bugs.push(`takes ${(result.bytes / 1e6).toFixed(0)} MB`);
    if (Object.keys(result.tags).length === 0) outcome.sound++;
    for (const [tag, times] of Object.entries(result.tags)) outcome.tags[tag] = (outcome.tags[tag] ?? 0) + times;
    outcome.slowest = Math.max(outcome.slowest, result.seconds);
    outcome.largest = Math.max(outcome.largest, result.bytes);
  }
  if (bugs.length === 0) return;
  outcome.bugs++;
  console.log(`SEED ${seed} ${path}: ${result.what ?? ""}\n  ${bugs.slice(0, 3).join("\n  ")}`);
}
