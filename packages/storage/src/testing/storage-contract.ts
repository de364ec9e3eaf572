import { changingCases } from "./changing-cases.ts";
import type { ContractCase } from "./contract-case.ts";
import { editingCases } from "./editing-cases.ts";
import { linkCases } from "./link-cases.ts";
import { readingCases } from "./reading-cases.ts";

/** What every storage does, in any format and on any platform. */
export const storageContract: readonly ContractCase[] = /* @__PURE__ */ allCases();

function allCases(): ContractCase[] {
  return [...readingCases(), ...linkCases(), ...editingCases(), ...changingCases()];
}
