// What a Zarr store holds, counted from its consolidated metadata: the check that two conversions made the same.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Groups, arrays, links and elements of a store, from its own documents; files are left out, as fill chunks may be absent. */
export function countStore(folder) {
  // Attributes may hold bare NaN and Infinity, which are no JSON; here they do not matter.
  const text = readFileSync(join(folder, "zarr.json"), "utf8").replace(
    /(?<=[:[,\s])(?:NaN|-?Infinity)(?=[,\]}\s])/g,
    "null",
  );
  const document = JSON.parse(text);
  const count = { groups: 1, arrays: 0, links: (document.attributes._LINKS ?? []).length, elements: 0 };
  for (const node of Object.values(document.consolidated_metadata.metadata)) {
    count.links += (node.attributes?._LINKS ?? []).length;
    if (node.node_type === "group") count.groups += 1;
    else {
      count.arrays += 1;
      count.elements += node.shape.reduce((product, length) => product * length, 1);
    }
  }
  return count;
}

export function describeStore(folder) {
  const { groups, arrays, links, elements } = countStore(folder);
  return `${groups} groups, ${arrays} arrays, ${links} links, ${elements} elements`;
}

export function countFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}
