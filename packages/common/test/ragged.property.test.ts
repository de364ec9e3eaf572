import fc from "fast-check";
import { expect, test } from "vitest";
import { type DatasetPlan, int64, makeFile, nd, typed } from "../../build/test/make-file.ts";
import { open, rowsOf, tableType } from "./plain.ts";

type Nested = readonly (number | Nested)[];

const leaf = fc.integer({ min: -1000, max: 1000 });
const listsOf = (level: number): fc.Arbitrary<Nested> =>
  fc.array<number | Nested>(level === 0 ? leaf : listsOf(level - 1), { maxLength: 5 });

/** The values of a nested list and the indices of its levels, the outermost last: as hdmf lays them out. */
function layOut(cells: Nested, levels: number): { values: number[]; indices: number[][] } {
  let flat: Nested = cells;
  const indices: number[][] = [];
  for (let level = 0; level < levels; level++) {
    let end = 0;
    indices.unshift((flat as readonly Nested[]).map((list) => (end += list.length)));
    flat = (flat as readonly Nested[]).flat();
  }
  return { values: flat as number[], indices };
}

test("any rows of any ragged column are what was put in, at every depth", async () => {
  const cases = fc.integer({ min: 0, max: 3 }).chain((levels) => fc.tuple(fc.constant(levels), listsOf(levels)));
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(6), fc.nat(6), async ([levels, cells], start, count) => {
      const { values, indices } = layOut(cells, levels);
      const datasets: Record<string, DatasetPlan> = {
        id: { value: int64(...cells.keys()), attributes: typed("ElementIdentifiers", "hdmf-common") },
        c: { value: nd("int32", Int32Array.from(values)), attributes: typed("VectorData", "hdmf-common") },
      };
      let target = "c";
      for (const index of indices) {
        const attributes = { ...typed("VectorIndex", "hdmf-common"), target: `->/t/${target}` };
        target = `${target}_index`;
        datasets[target] = { value: nd("uint32", Uint32Array.from(index)), attributes };
      }
      const table = await open(
        await makeFile({ groups: { t: { attributes: { ...tableType, colnames: ["c"] }, datasets } } }),
      );
      expect(table.warnings).toEqual([]);
      const rows = (await rowsOf(table, start, start + count)) as { c: unknown }[];
      expect(rows.map(({ c }) => c)).toEqual(cells.slice(start, start + count));
    }),
    { numRuns: 150 },
  );
});
