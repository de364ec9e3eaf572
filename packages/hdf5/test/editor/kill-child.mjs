// Edits FILE with the compiled editor, commit after commit, until it is killed. Usage: node kill-child.mjs FILE append|several
// `append`: commits of one publish, rows and their count on one dataset. `several`: the count is on another object, and a group moves.
import { editHdf5File } from "../../dist/index.js";

const [path, kind] = process.argv.slice(2);
const edit = await editHdf5File(path);
const [root] = await edit.file.objects([edit.root]);
const id = (name) => root.links.get(name).hard;
const [data, places] = [id("data"), [id("here"), id("there")]];
const counter = kind === "append" ? data : edit.root;
const [at] = await edit.file.objects([counter]);
let count = Number(at.attributes.get("count").data[0]);
process.stdout.write("open\n");
for (;;) {
  count++;
  const rows = new Int32Array(7 * 5).fill(count);
  await edit.append(data, 0, { dtype: "int32", shape: [7, 5], data: rows });
  await edit.setAttribute(counter, "count", { dtype: "int64", shape: [], data: BigInt64Array.of(BigInt(count)) });
  if (kind === "several") await edit.move(places[(count + 1) % 2], "moves", places[count % 2], "moves");
  await edit.flush();
}
