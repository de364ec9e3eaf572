import type { Range } from "../io/file-bytes.ts";
import { type CommitSteps, isWhole, type Write } from "./commit-steps.ts";
import type { EditedObject } from "./edit-objects.ts";
import type { EditSpace } from "./edit-space.ts";
import type { EditedSuperblock } from "./edited-superblock.ts";
import type { ElementsChange } from "./element-store.ts";
import { changeObject, layNewObject } from "./lay-objects.ts";
import type { RawHeader } from "./raw-header.ts";

/** A commit that is worked out: what is new waits in the space, what is in use is not touched yet. */
export interface PlannedCommit {
  readonly steps: CommitSteps;
  /** To be called when it is done. */
  done(): void;
}

/** @param end The end of the file that the superblock says now. */
export async function planCommit(
  objects: ReadonlyMap<number, EditedObject>,
  superblock: EditedSuperblock,
  space: EditSpace,
  end: number,
  finishHeap: () => void,
): Promise<PlannedCommit> {
  const { base, root } = superblock.block;
  const first: Write[] = [];
  const before: Write[] = [];
  const publish: Write[] = [];
  const after: Write[] = [];
  const freed: Range[] = [];
  const done: (() => void)[] = [];
  const alive = [...objects.values()].filter(({ references }) => references > 0);
  const changes = new Map<number, ElementsChange>();
  for (const object of alive) if (object.kind === "dataset") changes.set(object.id, await object.elements.finish());
  finishHeap();

  const changeExisting = (object: EditedObject & { header: RawHeader }): void => {
    const elements = changes.get(object.id);
    const changed = changeObject(object, elements, space, base);
    const { change } = changed;
    freed.push(...changed.freed, ...change.freed);
    publish.push(...change.publish, ...(elements?.publish ?? []));
    after.push(...change.after, ...(elements?.after ?? []));
    if (change.references !== undefined)
      (object.references < object.header.references
        ? after
        : change.leadsOn && reachesBeyond(change.header, end)
          ? before
          : first
      ).push(change.references);
    done.push(() => settleObject(object, change.header));
  };
  for (const object of alive) {
    if (object.header !== undefined) changeExisting(object as EditedObject & { header: RawHeader });
    else layNewObject(object, changes.get(object.id), space);
  }
  for (const { done: settle, freed: left } of changes.values()) {
    freed.push(...left);
    done.push(settle);
  }
  const top = objects.get(root);
  if (superblock.cachesRoot && top?.kind === "group" && top.linksChanged && top.table !== undefined)
    after.push(superblock.rootWrite(top.table));
  if (space.end > end) first.unshift(superblock.endWrite(space.end));
  return {
    steps: sorted(base, { first, before, publish, after }),
    done() {
      for (const settle of done) settle();
      for (const range of freed) space.free(range);
    },
  };
}

/** Whether a header has a block behind the end of the file as it was. */
function reachesBeyond({ blocks }: RawHeader, end: number): boolean {
  return blocks.some(({ address, length }) => address + length > end);
}

/** What is not written as a whole goes with the publish, which is made safe by other means then. */
function sorted(base: number, { first, before, publish, after }: CommitSteps): CommitSteps {
  const whole = (write: Write): boolean => isWhole(base, write);
  const torn = [...first, ...before, ...after].filter((write) => !whole(write));
  return {
    first: first.filter(whole),
    before: before.filter(whole),
    publish: [...publish, ...torn],
    after: after.filter(whole),
  };
}

function settleObject(object: EditedObject, header: RawHeader): void {
  object.header = header;
}
