// Our side of the editor's rows: one task that changes an HDF5 file in its place, as in sides/editor.py.
// Usage: node bench/sides/editor.mjs TASK INPUT --output OUT [--scale S] [--warm W] [--inner K]
import { copyFileSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { editHdf5File } from "../../packages/hdf5/dist/index.js";
import { timed } from "./timed.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    output: { type: "string" },
    scale: { type: "string" },
    warm: { type: "string" },
    inner: { type: "string" },
  },
});
const [task, input] = positionals;
const scale = Number(values.scale ?? 1);
const mostRead = 100_000;

/** Blocks of 0.1 s of 64 channels at 30 kHz, each committed. */
async function append(name, options = {}) {
  const [rows, channels] = [3000, 64];
  const data = Int16Array.from({ length: rows * channels }, (_, index) => index % 10_007);
  const count = Math.max(2, Math.floor(1000 / scale));
  copyFileSync(input, values.output);
  const edit = await editHdf5File(values.output, options);
  const [root] = await edit.file.objects([edit.root]);
  const id = root.links.get(name).hard;
  for (let block = 0; block < count; block += 1) {
    data.fill(block, 0, channels);
    await edit.append(id, 0, { dtype: "int16", shape: [rows, channels], data });
    await edit.flush();
  }
  await edit.close();
}

const bytesRead = () => Number(/rchar: (\d+)/.exec(readFileSync("/proc/self/io", "latin1"))[1]);

/** The file is large: it is changed where it is, back and forth. */
async function attribute() {
  const before = bytesRead();
  const edit = await editHdf5File(input);
  const [root] = await edit.file.objects([edit.root]);
  const [old] = root.attributes.get("subject").data;
  const data = [old === "M1" ? "M2" : "M1"];
  await edit.setAttribute(edit.root, "subject", { dtype: "utf8", shape: [], data });
  await edit.flush();
  await edit.close();
  const read = bytesRead() - before;
  // The first run reads the code too.
  return read <= mostRead ? "changed" : `changed, ${read} bytes were read`;
}

const tasks = {
  append: () => append("aligned"),
  appendDurable: () => append("aligned", { durable: true }),
  appendAcross: () => append("across"),
  attribute,
};

await timed(tasks[task], { warm: Number(values.warm ?? 0), inner: Number(values.inner ?? 1) });
