import { elementCount, isNumbers, type NdArray } from "@hdmf-ts/array";
import type { SpecValue } from "@hdmf-ts/spec";
import type { Finding } from "./findings.ts";

type Add = (finding: Omit<Finding, "specPath" | "attribute">) => void;

const maxCompared = 1_000;

/** A fixed value of a specification against small data; hdmf does not look, so it is a warning. */
export function checkFixedValue(fixed: SpecValue | undefined, value: NdArray, add: Add): void {
  if (fixed === undefined || fixed === null || elementCount(value.shape) > maxCompared) return;
  const items = elementsOf(value);
  if (items === undefined) return;
  const wanted = (Array.isArray(fixed) ? fixed : [fixed]).flat(8) as (string | number | bigint | boolean | null)[];
  if (wanted.length === items.length && wanted.every((each, i) => isSame(each, items[i]!))) return;
  add({
    code: "wrong-value",
    severity: "warning",
    expected: wanted.join(", "),
    received: items.slice(0, 10).join(", "),
    message: "the value is not the one that the specification fixes",
  });
}

function elementsOf({ data }: NdArray): (string | number | bigint)[] | undefined {
  if (Array.isArray(data)) return [...data];
  return isNumbers(data) ? Array.from<number | bigint>(data) : undefined;
}

function isSame(wanted: string | number | bigint | boolean | null, given: string | number | bigint): boolean {
  if (typeof wanted === "string" || typeof given === "string") return wanted === given;
  const number = Number(wanted);
  return Number(given) === number || Number(given) === Math.fround(number);
}
