// What an HDF5 file holds, read by libhdf5 (h5wasm): the check that two writers made the same.
import { openHdf5 } from "../packages/hdf5-h5wasm/dist/index.js";

const lengthOf = (shape) => (shape ?? [0]).reduce((product, length) => product * length, 1);

/** Numbers as their sum, texts as their characters, lists as their members. */
function weigh(data, sums) {
  if (data instanceof Map) for (const column of data.values()) weigh(column, sums);
  else if (data.values !== undefined && data.offsets !== undefined) weigh(data.values, sums);
  else if (data.ids !== undefined) sums.references += data.ids.length;
  else if (Array.isArray(data)) for (const text of data) sums.characters += text.length;
  else if (data.bytes === undefined) for (const value of data) sums.numbers += Number(value);
}

/** Objects, attributes, elements and what they come to. `skip` is a child of the root that is left out, `values: false` leaves elements unread. */
export async function describeHdf5(path, { skip, values = true } = {}) {
  const file = await openHdf5(path);
  const [counts, sums] = [
    { objects: 0, attributes: 0, elements: 0 },
    { numbers: 0, characters: 0, references: 0 },
  ];
  const seen = new Set([file.root]);
  for (let level = [file.root]; level.length > 0; ) {
    const next = [];
    for (const object of await file.objects(level)) {
      counts.objects += 1;
      counts.attributes += object.attributes.size;
      if (values) for (const { data } of object.attributes.values()) weigh(data, sums);
      if (object.kind === "dataset") {
        counts.elements += lengthOf(object.shape);
        if (values) weigh((await object.read()).data, sums);
      }
      if (object.kind !== "group") continue;
      for (const [name, { hard }] of object.links) {
        if (hard === undefined || seen.has(hard) || (object.address === file.root && name === skip)) continue;
        seen.add(hard);
        next.push(hard);
      }
    }
    level = next;
  }
  await file.close();
  return JSON.stringify(values ? { ...counts, ...sums } : counts);
}
