import { editHdf5File } from "../../src/index.ts";
import { applyStep, type EditStep, pathsOf } from "./edit-steps.ts";
import { type Known, knownOf, noteNew, randomStep, seeded } from "./random-steps.ts";
import { type TraceStep, tracedMemory } from "./traced-memory.ts";

/** What the judge is given: a file, and what was done to it. */
export interface EditCase {
  readonly file: string;
  readonly seed: number;
  readonly commits: readonly { readonly edits: readonly EditStep[]; readonly trace: readonly TraceStep[] }[];
  readonly states: "ends" | "all" | "orders";
  readonly on?: number;
}

/** How a case is made and judged. */
export interface CaseOptions extends Pick<EditCase, "states" | "on"> {
  readonly commits?: number;
  /** The most edits of a commit. */
  readonly most?: number;
}

/** Random edits of a file, in memory. */
export async function randomCase(
  file: string,
  bytes: Uint8Array,
  seed: number,
  { commits: count = 4, most = 5, ...judged }: CaseOptions,
): Promise<EditCase> {
  const memory = tracedMemory(bytes);
  const edit = await editHdf5File(memory, { durable: true });
  const paths = await pathsOf(edit.file);
  const known = new Map<number, Known>();
  for (const object of await edit.file.objects([...new Set(paths.values())]))
    known.set(object.address, knownOf(object));
  const random = seeded(seed);
  let made = 0;
  const referenced = ["/data/chunked", "/plain", "/data/large", "/many/member 003"];
  const targets = new Set(referenced.flatMap((path) => paths.get(path) ?? []));
  const commits: EditCase["commits"][number][] = [];
  for (let commit = 0; commit < count; commit++) {
    const edits: EditStep[] = [];
    for (let left = 1 + Math.floor(random() * most); left > 0; left--) {
      const step = randomStep(paths, known, random, () => made++, targets);
      edits.push(step);
      try {
        await applyStep(edit, paths, step);
      } catch (cause) {
        throw new Error(`${file}, seed ${seed}: ${JSON.stringify(edits).slice(0, 2000)}`, { cause });
      }
      noteNew(step, paths, known);
    }
    await edit.flush();
    commits.push({ edits, trace: memory.takeTrace() });
  }
  return { file, seed, commits, ...judged };
}

/** These edits of a file, a list a commit. */
export async function fixedCase(
  file: string,
  bytes: Uint8Array,
  lists: readonly (readonly EditStep[])[],
  judged: Pick<EditCase, "states" | "on">,
): Promise<EditCase> {
  const memory = tracedMemory(bytes);
  const edit = await editHdf5File(memory, { durable: true });
  const paths = await pathsOf(edit.file);
  const commits: EditCase["commits"][number][] = [];
  for (const edits of lists) {
    for (const step of edits) await applyStep(edit, paths, step);
    await edit.flush();
    commits.push({ edits, trace: memory.takeTrace() });
  }
  return { file, seed: 1, commits, ...judged };
}
