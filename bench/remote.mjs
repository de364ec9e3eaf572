// Reading over a slow line: the whole tree of a file of 200 series, 50 ms a request. See bench/README.md.
//   node bench/remote.mjs [--delay MS] [--rounds N]     exit 1 where a goal is missed; build first
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { urlSource } from "../packages/bytes/dist/index.js";
import { openHdf5File } from "../packages/hdf5/dist/index.js";
import { inputFile } from "./inputs.mjs";
import { median } from "./measure.mjs";
import { root } from "./tasks.mjs";

/** Issue 4: seconds and bytes of the full tree at 50 ms a request. */
const goals = [
  { connections: 6, seconds: 2.3, bytes: 4e6 },
  { connections: 16, seconds: 1.4, bytes: 4e6 },
];

const { values } = parseArgs({
  options: { delay: { type: "string", default: "50" }, rounds: { type: "string", default: "5" } },
});

/** Every object with its attributes, each as soon as it is known; their number. */
async function walk(url, connections) {
  const source = await urlSource(url, { connections });
  const file = await openHdf5File(source);
  const seen = new Set([file.root]);
  const visit = async (address) => {
    const [object] = await file.objects([address]);
    if (object.kind !== "group") return;
    const children = [...object.links.values()].flatMap(({ hard }) =>
      hard === undefined || seen.has(hard) ? [] : [hard],
    );
    for (const child of children) seen.add(child);
    await Promise.all(children.map(visit));
  };
  await visit(file.root);
  await file.close();
  await source.close();
  return seen.size;
}

const server = spawn(process.execPath, [
  join(root, "bench/serve-delayed.mjs"),
  inputFile(["spread200", 200]),
  "--delay",
  values.delay,
]);
server.stderr.pipe(process.stderr);
let missed = false;
try {
  const { value: url } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
  const counts = new URL("/counts", url);
  console.log("| connections | objects | seconds: median (least) | requests | MB | goal |");
  console.log("|---|---|---|---|---|---|");
  for (const goal of goals) {
    const rounds = [];
    let objects = 0;
    for (let round = 0; round < Number(values.rounds); round += 1) {
      await fetch(counts, { method: "POST" });
      const start = performance.now();
      objects = await walk(url, goal.connections);
      rounds.push((performance.now() - start) / 1000);
    }
    const { requests, bytes } = await (await fetch(counts)).json();
    const seconds = median(rounds);
    const met = seconds <= goal.seconds && bytes <= goal.bytes;
    missed ||= !met;
    const least = Math.min(...rounds).toFixed(2);
    const wanted = `≤ ${goal.seconds} s, ≤ ${goal.bytes / 1e6} MB: ${met ? "met" : "MISSED"}`;
    console.log(
      `| ${goal.connections} | ${objects} | ${seconds.toFixed(2)} (${least}) | ${requests} | ${(bytes / 1e6).toFixed(2)} | ${wanted} |`,
    );
  }
} finally {
  server.kill();
}
process.exitCode = missed ? 1 : 0;
