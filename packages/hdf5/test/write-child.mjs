// Writes a file of some megabytes into FOLDER/new.h5 with the compiled writer, slowly enough to be killed. Usage: node write-child.mjs FOLDER
import { createHdf5File } from "../dist/index.js";

const [folder] = process.argv.slice(2);
const edit = await createHdf5File(`${folder}/new.h5`);
const wishes = {
  dtype: "int32",
  shape: [0, 1000],
  maxShape: [null, 1000],
  chunks: [100, 1000],
  filters: [{ name: "deflate", options: [1] }],
};
for (let i = 0; i < 20; i++) {
  const group = await edit.createGroup(edit.root, `group ${i}`);
  const id = await edit.createDataset(group, "data", wishes);
  for (let block = 0; block < 3; block++)
    await edit.append(id, 0, { dtype: "int32", shape: [100, 1000], data: new Int32Array(100_000).fill(i + block) });
  const texts = await edit.createDataset(group, "texts", { dtype: "utf8", shape: [1000] });
  await edit.write(
    texts,
    undefined,
    Array.from({ length: 1000 }, (_, index) => `text ${index}`),
  );
  process.stdout.write(`${i}\n`);
}
await edit.commit();
