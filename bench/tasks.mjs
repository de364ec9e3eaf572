// What is measured. A side is a command; `inProcess` times the task alone after a warm-up, else the whole process counts.
import { join } from "node:path";
import { describeHdf5 } from "./hdf5.mjs";
import { describeStore } from "./store.mjs";

export const root = join(import.meta.dirname, "..");
const python = { a: join(root, ".venv-a/bin/python"), b: join(root, ".venv-b/bin/python") };
const ours = join(root, "bench/sides/ours.mjs");
const peer = join(root, "bench/sides/peer.py");
const hook = join(root, "bench/sides/usage.mjs");
const main = join(root, "packages/cli/dist/main.js");

/** One task in one process of each side; `warm` and `inner` are the runs inside of it. */
function inside(task, environment, warm, inner) {
  const runs = ["--warm", String(warm), "--inner", String(inner)];
  return {
    inProcess: true,
    ours: (input, output) => [process.execPath, [ours, task, input, "--output", output, ...runs]],
    peer: (input, output) => [python[environment], [peer, task, input, "--output", output, ...runs]],
    peerNeeds: python[environment],
  };
}

/** The same, but from the start of the process to its end, ours as the command itself. */
function whole(task, environment, args) {
  return {
    inProcess: false,
    ours: (input, output) => [process.execPath, ["--import", hook, main, task, ...args(input, output)]],
    peer: (input, output) => [python[environment], [peer, task, input, "--output", output]],
    peerNeeds: python[environment],
  };
}

const describeWhole = whole("describe", "a", (input) => [input, "--json"]);
const convertWhole = whole("convert", "b", (input, output) => [input, output]);
const validateWhole = whole("validate", "a", (input) => [input, "--json"]);
const converted = { writes: true, checkOf: (output) => describeStore(output) };

/** A row of the reader (packages/hdf5) against h5py, each run with the opening of the file. `must` and `aim` are ratios. */
function reader(name, task, [generator, part], goal, [rounds, inner, innerPeer = inner], warm = 2) {
  const runs = (count) => ["--warm", String(Math.min(warm, count)), "--inner", String(count)];
  return {
    name: `read ${name}`,
    input: [generator, part],
    rounds,
    goal,
    inProcess: true,
    ours: (input) => [process.execPath, [join(root, "bench/sides/reader.mjs"), task, input, ...runs(inner)]],
    peer: (input) => [python.a, [join(root, "bench/sides/reader.py"), task, input, ...runs(innerPeer)]],
    peerNeeds: python.a,
  };
}

/**
 * The tasks of sides/reader.mjs, how many rounds, how many runs in a process of ours and of the peer (which needs seconds for some), and
 * how many runs before: more for those of milliseconds, since V8 compiles what runs long.
 */
const readerTasks = [
  reader("20,000 groups, all attributes", "walk", ["reader", "groups"], { ratio: 15, aim: 40 }, [3, 3, 1]),
  reader("nwb3000, all attributes", "walk", ["nwb", 3000], { ratio: 10, aim: 25 }, [3, 3, 1]),
  reader("contiguous 200 MB", "contiguous", ["reader", "contiguous"], { ratio: 0.25, aim: 0.3 }, [5, 5]),
  reader("contiguous 200 MB, into", "contiguousInto", ["reader", "contiguous"], { ratio: 0.7, aim: 0.8 }, [5, 5]),
  reader("gzip+shuffle 101 MB", "gzip", ["reader", "gzip"], { wallRatio: 0.85, aim: 1.3 }, [5, 3]),
  reader("100 slices of gzip+shuffle", "gzipSlices", ["reader", "gzip"], { ratio: 1, aim: 5 }, [3, 3, 1]),
  reader("1e6 texts, 977 different", "repeated", ["reader", "repeated"], { ratio: 1.2, aim: 2 }, [5, 3]),
  reader("1e6 texts, all different", "distinct", ["reader", "distinct"], { ratio: 1.2, aim: 2 }, [5, 3]),
  reader("1e6 references", "references", ["reader", "references"], { ratio: 5, aim: 10 }, [5, 15], 10),
  reader("1,000 references to paths", "resolve", ["reader", "references"], { ratio: 100 }, [3, 40, 1], 40),
  reader("1e5 ragged rows", "ragged", ["reader", "ragged"], { ratio: 1.5, aim: 2.3 }, [5, 15], 10),
  reader("1e6 compound rows, columns", "compound", ["reader", "compound"], { ratio: 0.2, aim: 0.25 }, [5, 15], 10),
];

/** The growth of our walk with the file (performance.md g: nwb300 / nwb100 below 3.6, an exponent of 1.16). */
const growthRows = [100, 300].map((n) =>
  reader(`nwb${n}, all attributes`, "walk", ["nwb", n], undefined, [3, 6000 / n, 3], 6000 / n),
);

/** A row of the writer (packages/hdf5) against h5py, each run with the making of the file. `must` and `aim` are ratios. */
function writer(name, task, goal, [rounds, inner, innerPeer = inner], { input = "groups", values = true } = {}) {
  const runs = (count) => ["--warm", String(Math.min(2, count - 1)), "--inner", String(count)];
  const args = (output, count) => ["--output", output, ...runs(count)];
  return {
    name: `write ${name}`,
    input: ["reader", input],
    output: "out.h5",
    rounds,
    goal,
    inProcess: true,
    writes: true,
    checkOf: (output) => describeHdf5(output, { values }),
    ours: (file, output) => [
      process.execPath,
      [join(root, "bench/sides/writer.mjs"), task, file, ...args(output, inner)],
    ],
    peer: (file, output) => [python.a, [join(root, "bench/sides/writer.py"), task, file, ...args(output, innerPeer)]],
    peerNeeds: python.a,
  };
}

/** The tasks of sides/writer.mjs, how many rounds, and how many runs in a process of ours and of the peer. */
const writerTasks = [
  writer("20,000 groups", "groups", { ratio: 20, aim: 60 }, [3, 3, 1]),
  writer("contiguous 200 MB", "contiguous", { ratio: 0.8, aim: 1 }, [5, 5]),
  writer("763 blocks, appended", "append", { ratio: 0.8, aim: 1 }, [5, 5]),
  writer("gzip+shuffle 101 MB", "gzip", { wallRatio: 0.9, aim: 1.6 }, [5, 3], { input: "gzip" }),
  writer("1e6 texts, all different", "strings", { ratio: 1.3, aim: 2.5 }, [5, 3]),
  writer("5 GB, streamed", "stream", { rssMb: 150 }, [1, 1], { values: false }),
];

/** A row of the editor (packages/hdf5) against h5py. */
function editor(name, task, part, goal, [rounds, inner], check = {}) {
  const args = (output) => ["--output", output, "--warm", "8", "--inner", String(inner)];
  return {
    name: `edit ${name}`,
    input: ["edited", part],
    output: "out.h5",
    rounds,
    goal,
    inProcess: true,
    ...check,
    ours: (file, output) => [process.execPath, [join(root, "bench/sides/editor.mjs"), task, file, ...args(output)]],
    peer: (file, output) => [python.a, [join(root, "bench/sides/editor.py"), task, file, ...args(output)]],
    peerNeeds: python.a,
  };
}

const appended = { checkOf: (output) => describeHdf5(output) };

/** The tasks of sides/editor.mjs; ours stops where the attribute took more than 100 KB of reading. */
const editorTasks = [
  editor("1,000 blocks of 0.1 s, each committed", "append", "recording", { ratio: 1 }, [5, 3], appended),
  editor("the same across chunks", "appendAcross", "recording", { ratio: 1 }, [5, 3], appended),
  editor("the same, durable", "appendDurable", "recording", undefined, [3, 2], appended),
  editor("an attribute in 100 GB", "attribute", "sparse", { wallMs: 20 }, [3, 9]),
];

/** A row of the specification language (packages/spec) against hdmf. */
function spec(name, task, goal, [rounds, inner]) {
  const args = (file) => [task, file, "--warm", "3", "--inner", String(inner)];
  return {
    name: `spec ${name}`,
    input: ["schema", "nwb"],
    rounds,
    goal,
    inProcess: true,
    ours: (file) => [process.execPath, [join(root, "bench/sides/spec.mjs"), ...args(file)]],
    peer: (file) => [python.a, [join(root, "bench/sides/spec.py"), ...args(file)]],
    peerNeeds: python.a,
  };
}

const specTasks = [
  spec("NWB 2.11 from what files cache", "cached", { ratio: 10 }, [3, 9]),
  spec("NWB 2.11 from YAML", "yaml", { ratio: 2.5 }, [3, 5]),
];

const backToHdf5 = {
  ...whole("convert", "b", (input, output) => [input, output]),
  output: "out.nwb",
  writes: true,
  // hdmf's own export writes newer specifications.
  checkOf: (output) => describeHdf5(output, { skip: "specifications", values: false }),
};

/** Against libhdf5's own tool, a program in C. */
const repack = {
  ...backToHdf5,
  checkOf: (output) => describeHdf5(output, { values: false }),
  peer: (input, output) => [python.a, [join(root, "bench/sides/command.py"), "h5repack", input, output]],
  peerNeeds: python.a,
};

/** `goal` is what the project promises, of CPU seconds (`ratio`: peer / ours) or the wall clock (`wallRatio`), our memory in MB, or our milliseconds. */
export const tasks = [
  ...readerTasks,
  ...growthRows,
  ...writerTasks,
  ...editorTasks,
  ...specTasks,
  { name: "describe nwb100", input: ["nwb", 100], rounds: 3, ...inside("describe", "a", 1, 5) },
  { name: "describe nwb300", input: ["nwb", 300], rounds: 3, ...inside("describe", "a", 1, 3) },
  { name: "describe nwb1000", input: ["nwb", 1000], rounds: 5, goal: { ratio: 1 }, ...inside("describe", "a", 1, 3) },
  { name: "describe nwb1000, whole process", input: ["nwb", 1000], rounds: 5, goal: { ratio: 1 }, ...describeWhole },
  { name: "validate nwb1000", input: ["nwb", 1000], rounds: 3, ...inside("validate", "a", 1, 1) },
  { name: "validate nwb1000, whole process", input: ["nwb", 1000], rounds: 3, ...validateWhole },
  { name: "convert nwb100", input: ["nwb", 100], rounds: 3, ...converted, ...convertWhole },
  { name: "convert nwb300", input: ["nwb", 300], rounds: 2, ...converted, ...convertWhole },
  { name: "convert nwb1000", input: ["nwb", 1000], rounds: 2, ...converted, ...convertWhole },
  { name: "repack nwb1000", input: ["nwb", 1000], rounds: 3, ...repack },
  { name: "repack 1 GB gzip", input: ["gzip1g", "gzip"], rounds: 1, goal: { rssMb: 300 }, ...repack },
  { name: "back to HDF5 nwb1000", input: ["store", 1000], rounds: 2, goal: { ratio: 10, aim: 20 }, ...backToHdf5 },
  {
    name: "convert 1 GB gzip",
    input: ["gzip1g", "gzip"],
    rounds: 2,
    goal: { rssMb: 300 },
    ...converted,
    ...convertWhole,
  },
  {
    name: "convert 1 GB gzip+shuffle",
    input: ["gzip1g", "gzip+shuffle"],
    rounds: 1,
    goal: { rssMb: 300 },
    ...converted,
    ...convertWhole,
  },
];

/** The slope of log time over log size, first to last: 1 is linear. */
export const growth = [
  {
    name: "read, all attributes",
    rows: ["read nwb100, all attributes", "read nwb300, all attributes"],
    sizes: [100, 300],
  },
  { name: "describe", rows: ["describe nwb100", "describe nwb300", "describe nwb1000"], sizes: [100, 300, 1000] },
  { name: "convert", rows: ["convert nwb100", "convert nwb300", "convert nwb1000"], sizes: [100, 300, 1000] },
];
