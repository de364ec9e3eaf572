import { isHdmfError } from "@hdmf-ts/errors";
import { expect, test } from "vitest";
import { openHdf5File } from "../src/index.ts";
import { addressesOf, fixture, randomFrom } from "./reader-heaps.ts";

const file = fixture("heaps-filtered-links.h5");

/** Names and numbers of links of the groups of the root, in batches as a walk asks for them. */
async function linkCounts(bytes: Uint8Array): Promise<Record<string, number>> {
  const opened = await openHdf5File(bytes);
  try {
    const [root] = await opened.objects([opened.root]);
    const links = root?.kind === "group" ? [...root.links] : [];
    const groups = await opened.objects(links.flatMap(([, link]) => ("hard" in link ? [link.hard] : [])));
    return Object.fromEntries(
      groups.map((group, at) => [links[at]![0], group.kind === "group" ? group.links.size : 0]),
    );
  } finally {
    await opened.close();
  }
}

test("groups whose links went through filters are read together", async () => {
  expect(await linkCounts(file)).toEqual({ few: 12, huge: 12, many: 300 });
});

test("a damaged block is an error, again with each reading", async () => {
  const damaged = file.slice();
  // The first deflated block that begins right is turned into nothing that zlib knows.
  const block = addressesOf(damaged, "x^").find((at) => at > 1000)!;
  damaged.fill(255, block, block + 8);
  for (let time = 0; time < 2; time++) {
    await expect(linkCounts(damaged)).rejects.toSatisfy((error) => isHdmfError(error, "malformed"));
  }
});

test("whatever its bytes become, there are only values and typed errors", async () => {
  const random = randomFrom(5);
  for (let round = 0; round < 200; round++) {
    const damaged = file.slice();
    for (let flip = 0; flip < 8; flip++) damaged[Math.floor(random() * file.length)] = random() * 256;
    try {
      await linkCounts(damaged);
    } catch (error) {
      if (!isHdmfError(error, "malformed", "unsupported", "limit", "not-found")) throw error;
    }
  }
});
