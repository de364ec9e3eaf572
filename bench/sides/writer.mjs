// Our side of the writer's rows: one task that writes an HDF5 file in one process, as in sides/writer.py.
// Usage: node bench/sides/writer.mjs TASK INPUT --output OUT [--scale S] [--warm W] [--inner K]; INPUT matters to `gzip` alone.
import { parseArgs } from "node:util";
import { createHdf5File, openHdf5File } from "../../packages/hdf5/dist/index.js";
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

const scaled = (count) => Math.max(1, Math.floor(count / scale));
const filters = [
  { name: "shuffle", options: [2] },
  { name: "deflate", options: [4] },
];
const ramp = (length) => Float32Array.from({ length }, (_, index) => index % 65_536);

async function writing(work) {
  const edit = await createHdf5File(values.output);
  await work(edit, (name, wishes) => edit.createDataset(edit.root, name, wishes));
  await edit.commit({ overwrite: true });
}

async function readGzip() {
  const file = await openHdf5File(input);
  const [root] = await file.objects([file.root]);
  const [found] = await file.objects([root.links.get("gzip").hard]);
  const { shape, data } = await found.read();
  await file.close();
  return { shape, data, chunks: found.chunks };
}

/** Each makes what it needs first, and gives what is timed. */
const tasks = {
  async groups() {
    return () =>
      writing(async (edit) => {
        const groups = await edit.createGroup(edit.root, "groups");
        for (let i = 0; i < scaled(20_000); i += 1) {
          const id = await edit.createGroup(groups, `group${String(i).padStart(5, "0")}`);
          await edit.setAttribute(id, "name", { dtype: "utf8", shape: [], data: [`the group ${i}`] });
          await edit.setAttribute(id, "number", { dtype: "int64", shape: [], data: BigInt64Array.of(BigInt(i)) });
          await edit.setAttribute(id, "three", {
            dtype: "float64",
            shape: [3],
            data: Float64Array.of(i, i + 1, i + 2),
          });
          const value = await edit.createDataset(id, "value", { dtype: "float64", shape: [] });
          await edit.write(value, undefined, Float64Array.of(i));
        }
      });
  },
  async contiguous() {
    const data = ramp(scaled(50_000_000));
    return () =>
      writing(async (edit, create) =>
        edit.write(await create("contiguous", { dtype: "float32", shape: [data.length] }), undefined, data),
      );
  },
  async append() {
    const data = ramp(scaled(65_536));
    const block = { dtype: "float32", shape: [data.length], data };
    const wishes = { dtype: "float32", shape: [0], maxShape: [null], chunks: [data.length] };
    return () =>
      writing(async (edit, create) => {
        const id = await create("append", wishes);
        for (let i = 0; i < scaled(763); i += 1) await edit.append(id, 0, block);
      });
  },
  async gzip() {
    const { shape, data, chunks } = await readGzip();
    return () =>
      writing(async (edit, create) =>
        edit.write(await create("gzip", { dtype: "int16", shape, chunks, filters }), undefined, data),
      );
  },
  async strings() {
    const texts = Array.from({ length: scaled(1_000_000) }, (_, i) => `condition ${String(i).padStart(7, "0")}`);
    return () =>
      writing(async (edit, create) =>
        edit.write(await create("strings", { dtype: "utf8", shape: [texts.length] }), undefined, texts),
      );
  },
  /** 5 GB from blocks of 8 MB that are made as they are asked for. */
  async stream() {
    const rows = 2 ** 21;
    const count = scaled(640);
    async function* blocks() {
      for (let i = 0; i < count; i += 1)
        yield { start: [i * rows], shape: [rows], data: new Float32Array(rows).fill(i) };
    }
    return () =>
      writing(async (edit, create) =>
        edit.writeBlocks(await create("stream", { dtype: "float32", shape: [rows * count] }), blocks()),
      );
  },
};

await timed(await tasks[task](), { warm: Number(values.warm ?? 0), inner: Number(values.inner ?? 1) });
