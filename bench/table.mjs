// The Markdown tables that bench/README.md shows.
import { growth } from "./tasks.mjs";

const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
const times = (side) => (side ? `${number(side.cpu)} (${number(side.wall)})` : "–");

/** Says in a word whether the goal is met, and notes it in the row. */
function verdict(row) {
  if (row.error) return `**not the same result**: ${row.error}`;
  const words = [];
  for (const kind of ["ratio", "wallRatio"]) {
    const must = row.goal?.[kind];
    if (must === undefined || row[kind] === undefined) continue;
    row.met = row[kind] >= must;
    const { aim } = row.goal;
    const reached = row[kind] >= aim ? ", aim reached" : "";
    const wanted = aim === undefined ? `≥ ${must}` : `≥ ${must}, aim ${aim}`;
    words.push(`${kind === "ratio" ? "" : "wall "}ratio ${wanted}: ${row.met ? "met" : "**missed**"}${reached}`);
  }
  if (row.goal?.rssMb !== undefined) {
    row.met = row.ours.rssMb < row.goal.rssMb;
    words.push(`< ${row.goal.rssMb} MB: ${row.met ? "met" : "**missed**"}`);
  }
  if (row.goal?.wallMs !== undefined) {
    const found = 1000 * row.ours.wall;
    row.met = found <= row.goal.wallMs;
    words.push(`≤ ${row.goal.wallMs} ms: ${found.toFixed(1)}, ${row.met ? "met" : "**missed**"}`);
  }
  if (row.noisy) words.push("noisy");
  return words.join(", ");
}

export function resultTable(rows) {
  const lines = rows.map((row) => {
    const ratio = row.ratio === undefined ? "–" : `${number(row.ratio)} (${number(row.wallRatio)})`;
    const memory = `${Math.round(row.ours.rssMb)} / ${row.peer ? Math.round(row.peer.rssMb) : "–"}`;
    return `| ${row.name} | ${times(row.ours)} | ${times(row.peer)} | ${ratio} | ${memory} | ${verdict(row)} |`;
  });
  return [
    "| task | ours: CPU s (wall) | peer: CPU s (wall) | peer / ours: CPU (wall) | peak MB: ours / peer | goal |",
    "|---|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

export function growthTable(rows) {
  const lines = growth.flatMap(({ name, rows: names, sizes }) => {
    const found = names.map((wanted) => rows.find((row) => row.name === wanted));
    const [first, last] = [found[0], found.at(-1)];
    if (!first || !last) return [];
    const slope = (side) =>
      first[side] && last[side]
        ? (Math.log(last[side].cpu / first[side].cpu) / Math.log(sizes.at(-1) / sizes[0])).toFixed(2)
        : "–";
    return [`| ${name}, N = ${sizes.join(", ")} | ${slope("ours")} | ${slope("peer")} |`];
  });
  if (lines.length === 0) return "";
  return ["| growth of CPU time with N (1 is linear) | ours | peer |", "|---|---|---|", ...lines, ""].join("\n");
}
