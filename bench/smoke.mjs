// The short form of the benchmark: no times, only results and counts, which are exact on any machine. No Python needed.
import { rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { urlSource } from "../packages/bytes/dist/index.js";
import { run } from "../packages/cli/dist/run.js";
import { openHdf5File } from "../packages/hdf5/dist/index.js";
import { describeHdf5 } from "./hdf5.mjs";
import { runSide } from "./measure.mjs";
import { serveDelayed } from "./serve-delayed.mjs";
import { countFiles, countStore } from "./store.mjs";
import { root } from "./tasks.mjs";
import { walkTree } from "./walk-tree.mjs";

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

const small = join(root, "bench/reader-small.h5");
const reader = join(root, "bench/sides/reader.mjs");

/** What h5py makes of `reader-small.h5`: `bench/sides/reader.py`. */
const readerTruth = {
  walk: '{"objects":40,"attributes":30,"elements":50,"characters":110}',
  contiguous: "25000 numbers, sum 312487500",
  contiguousInto: "25000 numbers, sum 312487500",
  gzip: "25152 numbers, sum 116991",
  gzipSlices: "628609",
  repeated: "500 texts, 8500 characters, condition 0000499",
  distinct: "500 texts, 8500 characters, condition 0000499",
  references: "500 references, 500 lead somewhere",
  resolve: "9500/targets/target0003",
  ragged: "50 rows, 967 numbers, sum 35200",
  compound: "a 3867250, b 2096011, c 248976, d 3867250, e 62341",
};

const writer = join(root, "bench/sides/writer.mjs");

/** What libhdf5 reads in what h5py writes at 1/2000: `bench/sides/writer.py`, then `describeHdf5`. */
const writerTruth = {
  groups: '{"objects":22,"attributes":30,"elements":10,"numbers":255,"characters":110,"references":0}',
  contiguous: '{"objects":2,"attributes":0,"elements":25000,"numbers":312487500,"characters":0,"references":0}',
  append: '{"objects":2,"attributes":0,"elements":32,"numbers":496,"characters":0,"references":0}',
  gzip: '{"objects":2,"attributes":0,"elements":25152,"numbers":116991,"characters":0,"references":0}',
  strings: '{"objects":2,"attributes":0,"elements":500,"numbers":0,"characters":8500,"references":0}',
  stream: '{"objects":2,"attributes":0,"elements":2097152,"numbers":0,"characters":0,"references":0}',
};

/** What the walk of the small file asks of a server, over 6 connections: the most that it may be. */
const remoteTruth = { requests: 2, bytes: 250_000 };

async function remoteWalk() {
  const server = await serveDelayed(small, { delay: 0 });
  const source = await urlSource(server.url, { connections: 6 });
  const file = await openHdf5File(source);
  const objects = await walkTree(file);
  await file.close();
  await source.close?.();
  await server.close();
  return { objects, ...server.counts };
}

/** What the command line makes of a file, in a place of its own. */
async function converted(path, ending) {
  const output = join(tmpdir(), `hdmf-smoke-${process.pid}-${Date.now()}.${ending}`);
  const code = await run(["convert", path, output], {
    async out() {},
    error() {},
    progress() {},
    signal: new AbortController().signal,
  });
  if (code !== 0) throw new Error(`convert ${path} to ${ending}: exit ${code}`);
  return output;
}

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
  // Beside what hdmf-zarr writes: hdmf-ts.json, and one chunk of zeros that the original stores, passed on as stored.
  const mostFiles = truth.files + 2;
  expect("files written", files, `at most ${mostFiles}`, files <= mostFiles);
  for (const [name, truth] of Object.entries(readerTruth)) {
    const one = { name, inProcess: true, ours: (path) => [process.execPath, [reader, name, path]] };
    expect(`read ${name}`, (await runSide(one, "ours", small)).check, truth);
  }
  for (const [name, truth] of Object.entries(writerTruth)) {
    const args = (path, output) => [writer, name, path, "--output", output, "--scale", "2000"];
    const one = { name, inProcess: true, output: "out.h5", checkOf: (output) => describeHdf5(output) };
    expect(
      `write ${name}`,
      (await runSide({ ...one, ours: (path, output) => [process.execPath, args(path, output)] }, "ours", small)).check,
      truth,
    );
  }
  const original = await describeHdf5(input);
  const [zarr, file] = [await converted(input, "zarr"), await converted(input, "h5")];
  const back = await converted(zarr, "h5");
  expect("repacked, by libhdf5", await describeHdf5(file), original);
  expect("by way of Zarr, by libhdf5", await describeHdf5(back), original);
  const most = Math.round(statSync(input).size * 1.05);
  expect("bytes, repacked", statSync(file).size, `at most ${most}`, statSync(file).size <= most);
  for (const path of [zarr, file, back]) rmSync(path, { recursive: true });
  const { objects, requests, bytes } = await remoteWalk();
  const [mostRequests, mostBytes] = [remoteTruth.requests, remoteTruth.bytes];
  expect("remote objects", objects, 40);
  expect("remote requests", requests, `at most ${mostRequests}`, requests <= mostRequests);
  expect("remote bytes", bytes, `at most ${mostBytes}`, bytes <= mostBytes);
  return failures.length === 0 ? 0 : 1;
}
