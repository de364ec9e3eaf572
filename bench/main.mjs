// npm run bench: our times and memory against the Python peers, in the same run. See bench/README.md.
//   node bench/main.mjs [--only TEXT] [--rounds N] [--ours]     everything (some 15 minutes), or the tasks whose name holds TEXT
//   node bench/main.mjs --smoke                                 counts and results only, no times, no Python needed
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { canMakeInputs, inputFile } from "./inputs.mjs";
import { median, runSide, sameCheck, spread } from "./measure.mjs";
import { smoke } from "./smoke.mjs";
import { growthTable, resultTable } from "./table.mjs";
import { root, tasks } from "./tasks.mjs";

const { values } = parseArgs({
  options: {
    smoke: { type: "boolean" },
    ours: { type: "boolean" },
    only: { type: "string" },
    rounds: { type: "string" },
  },
});

async function measure(task, rounds) {
  const input = inputFile(task.input);
  const sides = !values.ours && existsSync(task.peerNeeds) ? ["peer", "ours"] : ["ours"];
  const runs = { peer: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of sides) {
      const result = await runSide(task, side, input);
      runs[side].push(result);
      const { wall, cpu, rssMb } = result;
      console.error(`${task.name}, ${side}: ${wall.toFixed(3)} s, CPU ${cpu.toFixed(3)} s, ${Math.round(rssMb)} MB`);
    }
  }
  const summary = (side) =>
    runs[side].length === 0
      ? undefined
      : {
          cpu: median(runs[side].map(({ cpu }) => cpu)),
          wall: median(runs[side].map(({ wall }) => wall)),
          rssMb: Math.max(...runs[side].map(({ rssMb }) => rssMb)),
          spread: spread(runs[side].map(({ cpu }) => cpu)),
          check: runs[side][0].check,
        };
  const row = { name: task.name, goal: task.goal, rounds, ours: summary("ours"), peer: summary("peer") };
  if (row.peer) {
    row.ratio = median(runs.ours.map(({ cpu }, round) => runs.peer[round].cpu / cpu));
    row.wallRatio = median(runs.ours.map(({ wall }, round) => runs.peer[round].wall / wall));
    if (!sameCheck(row.ours.check, row.peer.check)) row.error = `ours: ${row.ours.check}; peer: ${row.peer.check}`;
  }
  row.noisy = row.ours.spread > 0.25 || (row.peer?.spread ?? 0) > 0.25;
  return row;
}

async function full() {
  if (!canMakeInputs())
    throw new Error("the inputs are made with Python: npm run peers makes .venv-a and .venv-b first");
  const chosen = tasks.filter(({ name }) => name.includes(values.only ?? ""));
  const rows = [];
  for (const task of chosen) {
    const rounds = Number(values.rounds ?? task.rounds);
    let row = await measure(task, rounds);
    if (row.noisy && rounds > 1) row = await measure(task, rounds);
    rows.push(row);
  }
  const git = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" });
  const about = {
    date: new Date().toISOString(),
    commit: git.stdout.trim(),
    node: process.version,
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e9),
    load: loadavg()[0],
  };
  for (const row of rows)
    appendFileSync(join(root, "bench/results.jsonl"), `${JSON.stringify({ ...about, ...row })}\n`);
  const day = about.date.slice(0, 10);
  console.log(
    `${day}, commit ${about.commit}, Node ${about.node}, ${about.cores} cores, load ${about.load.toFixed(1)}\n`,
  );
  console.log(resultTable(rows));
  console.log(growthTable(rows));
  return rows.some(({ error, met }) => error || met === false) ? 1 : 0;
}

process.exitCode = values.smoke ? await smoke() : await full();
