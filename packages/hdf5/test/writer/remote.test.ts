import { type ByteSource, memorySink } from "@hdmf-ts/bytes";
import { expect, test } from "vitest";
import { createHdf5File, type Hdf5Object, openHdf5File } from "../../src/index.ts";

test("all metadata of a file that we wrote comes with two requests, whatever lies in front of it", async () => {
  const sink = memorySink();
  const edit = await createHdf5File(sink);
  const data = new Float64Array(20_000);
  for (let index = 0; index < 100; index++) {
    const group = await edit.createGroup(edit.root, `group ${index}`);
    await edit.setAttribute(group, "name", { dtype: "utf8", shape: [], data: [`the group ${index}`] });
    const chunked = await edit.createDataset(group, "data", { dtype: "float64", shape: [20_000], chunks: [5000] });
    await edit.write(chunked, undefined, data);
    const text = await edit.createDataset(group, "text", { dtype: "utf8", shape: [2] });
    await edit.write(text, undefined, ["a", "b"]);
    await edit.setAttribute(text, "of", { dtype: "reference", shape: [], data: { ids: Float64Array.of(group) } });
  }
  await edit.commit();

  const bytes = sink.bytes();
  const reads: number[] = [];
  const source: ByteSource = {
    name: "https://example.org/a.h5",
    byteLength: bytes.length,
    async read(offset, length) {
      reads.push(length);
      return bytes.subarray(offset, offset + length);
    },
  };
  const file = await openHdf5File(source);
  const seen = new Map<number, Hdf5Object>();
  for (let level = [file.root]; level.length > 0; ) {
    const objects = await file.objects(level);
    for (const object of objects) seen.set(object.address, object);
    for (const object of objects)
      if (object.kind === "dataset" && object.dtype === "utf8")
        expect(await object.read()).toMatchObject({ data: ["a", "b"] });
    level = objects.flatMap((object) =>
      object.kind === "group" ? [...object.links.values()].flatMap((link) => ("hard" in link ? [link.hard] : [])) : [],
    );
  }
  expect(seen.size).toBe(301);
  expect(reads).toHaveLength(2);
  expect(reads.reduce((sum, length) => sum + length)).toBeLessThan(bytes.length / 20);
});
