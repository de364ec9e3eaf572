// Every object of an HDF5 file, level by level, each level in one batch.

/** Calls `visit` for each object that hard links lead to, once; their number. */
export async function walkTree(file, visit = () => {}) {
  const seen = new Set([file.root]);
  for (let level = [file.root]; level.length > 0; ) {
    const next = [];
    for (const object of await file.objects(level)) {
      visit(object);
      if (object.kind !== "group") continue;
      for (const { hard } of object.links.values()) {
        if (hard === undefined || seen.has(hard)) continue;
        seen.add(hard);
        next.push(hard);
      }
    }
    level = next;
  }
  return seen.size;
}
