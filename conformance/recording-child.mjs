// Appends to the recording of judge_recording.py, a tenth of a second at a time, from where it ends: node recording-child.mjs FILE apart|together SECONDS.
// `apart` commits data and timestamps one after the other, `together` both at once. Prints how many rows are committed, a line for each block.
import { editHdf5 } from "../packages/backend-hdf5/dist/index.js";

const [path, kind, seconds] = process.argv.slice(2);
const channels = 64;
const rate = 1000;
const rows = 100;

const storage = await editHdf5(path);
const [data, timestamps] = await Promise.all(
  ["data", "timestamps"].map(async (name) => (await storage.resolve(`/acquisition/recording/${name}`)).id),
);
const lengths = (await storage.read([data, timestamps])).map((node) => node.array.shape[0]);

async function commit(...appends) {
  const edit = storage.edit();
  for (const [id, array] of appends) await edit.append(id, 0, array);
  await edit.commit();
}

function samples(start) {
  const values = new Int16Array(rows * channels);
  for (let row = 0; row < rows; row++)
    for (let channel = 0; channel < channels; channel++)
      values[row * channels + channel] = ((31 * (start + row) + 7919 * channel) % 65536) - 32768;
  return [data, { dtype: "int16", shape: [rows, channels], data: values }];
}

const times = (start) => [
  timestamps,
  { dtype: "float64", shape: [rows], data: Float64Array.from({ length: rows }, (_, row) => (start + row) / rate) },
];

// Killed between two commits, the timestamps are a block behind.
if (lengths[1] < lengths[0]) await commit(times(lengths[1]));
for (let start = lengths[0]; start < seconds * rate; start += rows) {
  if (kind === "together") await commit(samples(start), times(start));
  else {
    await commit(samples(start));
    await commit(times(start));
  }
  process.stdout.write(`${start + rows}\n`);
}
await storage.close();
