// Our side of the rows of the specification language, as in sides/spec.py: all types of the NWB schema, resolved.
// Usage: node bench/sides/spec.mjs cached|yaml INPUT [--warm W] [--inner K]; INPUT is made by generate/schema.py.
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parseArgs } from "node:util";
import { createCatalog, parseNamespace } from "../../packages/spec/dist/index.js";
import { readNamespaceYaml } from "../../packages/spec/dist/yaml.js";
import { timed } from "./timed.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { warm: { type: "string" }, inner: { type: "string" } },
});
const [task, input] = positionals;
const given = JSON.parse(readFileSync(input, "utf8"));
const cachedSources = given.cached.map(({ sources, ...rest }) => ({
  ...rest,
  sources: new Map(Object.entries(sources)),
}));

function resolved(sources) {
  const namespaces = sources.map((source) => parseNamespace(source).namespace);
  const catalog = createCatalog(namespaces);
  let count = 0;
  for (const { name, types } of namespaces)
    for (const type of types.keys()) if (catalog.type(name, type) !== undefined) count += 1;
  return `${count} types`;
}

const tasks = {
  cached: async () => resolved(cachedSources),
  /** With the positions that issues would have. */
  async yaml() {
    const sources = [];
    for (const root of given.roots) {
      const read = async (source) => given.yaml[posix.join(posix.dirname(root), source)];
      const found = await readNamespaceYaml(given.yaml[root], root, read);
      sources.push(...(found.sources ?? found));
    }
    return resolved(sources);
  },
};

await timed(tasks[task], { warm: Number(values.warm ?? 0), inner: Number(values.inner ?? 1) });
