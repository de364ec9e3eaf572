// Our side of the reader's rows: one task on one HDF5 file in one process. Each run opens the file anew.
// Usage: node bench/sides/reader.mjs TASK INPUT [--warm W] [--inner K]
import { parseArgs } from "node:util";
import { openHdf5File } from "../../packages/hdf5/dist/index.js";
import { walkTree } from "../walk-tree.mjs";
import { timed } from "./timed.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { warm: { type: "string" }, inner: { type: "string" } },
});
const [task, input] = positionals;

async function withFile(work) {
  const file = await openHdf5File(input);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** A dataset of the root group. */
async function dataset(file, name) {
  const [root] = await file.objects([file.root]);
  const [found] = await file.objects([root.links.get(name).hard]);
  return found;
}

const readAll = (name) => withFile(async (file) => (await dataset(file, name)).read());
const sum = (numbers) => numbers.reduce((total, value) => total + Number(value), 0);
const sums = (numbers) => `${numbers.length} numbers, sum ${sum(numbers)}`;

async function walk() {
  let [attributes, elements, characters] = [0, 0, 0];
  const objects = await withFile((file) =>
    walkTree(file, (object) => {
      for (const { shape, data } of object.attributes.values()) {
        attributes += 1;
        elements += shape.reduce((product, length) => product * length, 1);
        if (typeof data[0] === "string") for (const text of data) characters += text.length;
      }
    }),
  );
  return JSON.stringify({ objects, attributes, elements, characters });
}

const texts = async (name) => {
  const { data } = await readAll(name);
  return () =>
    `${data.length} texts, ${data.reduce((total, text) => total + text.length, 0)} characters, ${data.at(-1)}`;
};

let reused;

const tasks = {
  walk,
  async contiguous() {
    const { data } = await readAll("contiguous");
    return () => sums(data);
  },
  contiguousInto: () =>
    withFile(async (file) => {
      const found = await dataset(file, "contiguous");
      reused ??= new Float32Array(found.shape[0]);
      const { data } = await found.read(undefined, { into: reused });
      return () => sums(data);
    }),
  async gzip() {
    const { data } = await readAll("gzip");
    return () => sums(data);
  },
  gzipSlices: () =>
    withFile(async (file) => {
      const found = await dataset(file, "gzip");
      const length = Math.min(1000, Math.floor(found.shape[0] / 4));
      let total = 0;
      for (let i = 0; i < 100; i += 1) {
        const start = ((i * 2_654_435_761) % 2 ** 32) % (found.shape[0] - length);
        const { data } = await found.read([{ start, stop: start + length }]);
        total += data.length + data[0] + data.at(-1);
      }
      return String(total);
    }),
  repeated: () => texts("repeated"),
  distinct: () => texts("distinct"),
  async references() {
    const { data } = await readAll("references");
    return () => `${data.ids.length} references, ${data.ids.filter((id) => id >= 0).length} lead somewhere`;
  },
  /** The paths of all objects, from their links, then a look-up for each reference. */
  resolve: () =>
    withFile(async (file) => {
      const paths = new Map([[file.root, ""]]);
      await walkTree(file, ({ kind, address, links }) => {
        if (kind !== "group") return;
        for (const [name, { hard }] of links) if (!paths.has(hard)) paths.set(hard, `${paths.get(address)}/${name}`);
      });
      const { data } = await (await dataset(file, "references")).read([{ stop: 1000 }]);
      const found = Array.from(data.ids, (id) => paths.get(id));
      return () => found.join("").length + found.at(-1);
    }),
  async ragged() {
    const { data } = await readAll("ragged");
    return () => `${data.offsets.length - 1} rows, ${sums(data.values)}`;
  },
  async compound() {
    const { data } = await readAll("compound");
    return () => [...data].map(([name, column]) => `${name} ${sum(column)}`).join(", ");
  },
};

await timed(tasks[task], { warm: Number(values.warm ?? 0), inner: Number(values.inner ?? 1) });
