import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";

const fixture = fileURLToPath(new URL("../../../conformance/fixtures/reader/widths-4-8.h5", import.meta.url));

test("names are found where addresses have four bytes and lengths eight: a name's offset is a length", async () => {
  const file = await openHdf5File(fixture);
  const group = async (address: number) => {
    const [object] = await file.objects([address]);
    if (object?.kind !== "group") throw new Error(`no group at ${address}`);
    return object;
  };
  const hard = (link: unknown) => (link as { hard: number }).hard;
  const root = await group(file.root);
  expect([...root.links.keys()]).toEqual(["numbers", "outer"]);
  const [numbers] = await file.objects([hard(root.links.get("numbers"))]);
  expect(numbers?.kind === "dataset" && (await numbers.read()).data).toEqual(BigInt64Array.of(1n, 2n, 3n));
  const inner = await group(hard((await group(hard(root.links.get("outer")))).links.get("inner")));
  expect(inner.links.get("soft")).toEqual({ soft: "/numbers" });
  expect(inner.attributes.get("answer")?.data).toEqual(BigInt64Array.of(42n));
  await file.close();
});
