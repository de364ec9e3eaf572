import type { NodeId } from "@hdmf-ts/array";
import type { Catalog, Issue } from "@hdmf-ts/spec";
import type { GroupNode, Node, Storage } from "@hdmf-ts/storage";
import { type Check, createChecks, note, type Run } from "./check.ts";
import { checkAttributes } from "./check-attributes.ts";
import { checkDataset } from "./check-dataset.ts";
import { checkGroup } from "./check-group.ts";
import { checkIdentity, checkUnexpectedAttributes, checkUnexpectedMembers } from "./check-own.ts";
import { createFindings, type Place } from "./findings.ts";
import { checkDamage, damagedAttributes, type GroupPlace, type Member, readMembers } from "./members.ts";
import { noSpecificationIssue } from "./no-specification.ts";
import { type ObjectType, objectType } from "./object-type.ts";
import { type Found, isPartial, readNodes } from "./read-nodes.ts";
import { createTargetTypes } from "./target-types.ts";

export interface ValidateOptions {
  readonly signal?: AbortSignal;
  /** Called now and then; `done` objects have been checked so far. */
  readonly onProgress?: (progress: { readonly done: number }) => void;
}

/** An object and what it has to fulfil. Without checks a group is only a way to the typed objects in it. */
interface Task {
  readonly place: Place;
  readonly type: ObjectType | undefined;
  readonly checks: readonly Check[];
  /** It was held against its own type before: what that one speaks of is not unexpected. */
  readonly again?: boolean;
}

/** How many objects are checked at a time: what bounds the memory of large files. */
const batchSize = 256;

/** The most specifications that one object is held against: an end for links in circles. */
const maxChecks = 64;

/**
 * Checks a tree against the specifications of its types, from the root down (reference: hdmf.md 5). Each object fulfils the spec of its own type, that of
 * the type that is asked for where it stands, and what is said of it there. Issues of severity `error` are those that hdmf's validator
 * finds; what it is silent about are warnings. A damaged or unknown part is an issue; only the storage's own failures (closed, aborted) reject.
 * No container is made; elements are read only for dates, references and fixed values. At the end comes what was wrong with the specifications
 * that were used ({@link Catalog.issues}).
 */
export async function* validate(
  storage: Storage,
  catalog: Catalog,
  options: ValidateOptions = {},
): AsyncGenerator<Issue, void, undefined> {
  if (catalog.namespaces.size === 0) {
    yield noSpecificationIssue();
    return;
  }
  const { signal } = options;
  const findings = createFindings();
  const targets = createTargetTypes(catalog, signal);
  const visited = createVisited();
  const [{ node, damage }] = (await readNodes([{ storage, id: storage.root }], signal)) as [Found];
  // Without the root there is nothing to check.
  if (node === undefined) throw damage[0]?.error;
  const type = objectType(catalog, node, undefined);
  const run: Run = { catalog, findings, targets, signal, checks: createChecks(catalog, type?.resolved?.namespace) };
  const stack: Task[][] = [[rootTask(run, storage, node, type, damage)]];
  let done = 0;
  for (let batch = stack.pop(); batch !== undefined; batch = stack.pop()) {
    signal?.throwIfAborted();
    const next = await checkBatch(run, batch.flatMap(visited));
    done += batch.length;
    options.onProgress?.({ done });
    yield* await findings.take(signal);
    for (let end = next.length; end > 0; end -= batchSize) stack.push(next.slice(Math.max(0, end - batchSize), end));
  }
  yield* catalog.issues();
}

function rootTask(run: Run, storage: Storage, node: Node, type: ObjectType | undefined, damage: Found["damage"]): Task {
  const place = { storage, node, path: "/", linked: false, damaged: damagedAttributes(damage) };
  checkDamage(run, place, damage);
  if (type === undefined) {
    run.findings.add(place, {
      code: "missing-type",
      severity: "warning",
      message: "the root has no type; the typed objects in it are checked one by one",
    });
  }
  return { place, type, checks: ownChecks(run, type) };
}

function ownChecks(run: Run, type: ObjectType | undefined): Check[] {
  const check = type?.resolved && run.checks.ofType(type.resolved.namespace, type.resolved.name);
  return check === undefined ? [] : [check];
}

/** Leaves out what an object was already held against, under another name or through a link. */
function createVisited(): (task: Task) => Task[] {
  const seen = new Map<Storage, Map<NodeId, Set<Check>>>();
  return (task) => {
    const { storage, node } = task.place;
    const ids = seen.get(storage) ?? new Map<NodeId, Set<Check>>();
    seen.set(storage, ids);
    const before = ids.get(node.id);
    if (before === undefined) {
      ids.set(node.id, new Set(task.checks));
      return [task];
    }
    const checks = task.checks.filter((check) => !before.has(check));
    if (checks.length === 0 || before.size >= maxChecks) return [];
    for (const check of checks) before.add(check);
    return [{ ...task, checks, again: true }];
  };
}

async function checkBatch(run: Run, tasks: readonly Task[]): Promise<Task[]> {
  const groups = tasks.flatMap((task) =>
    isGroup(task.place) ? [{ place: task.place, namespace: namespaceOf(task) }] : [],
  );
  const read = await readMembers(run, groups);
  const membersOf = new Map(groups.map(({ place }, i) => [place as Place, read[i]!]));
  const next: Task[] = [];
  for (const task of tasks) {
    checkIdentity(run, task.place, task.type);
    if (task.checks.length > 0 && task.again !== true) checkUnexpectedAttributes(run, task.place, task.checks);
    for (const check of task.checks) await checkOne(run, task.place, check);
    const members = membersOf.get(task.place);
    if (members !== undefined) next.push(...checkMembers(run, task, members));
  }
  return next;
}

async function checkOne(run: Run, place: Place, check: Check): Promise<void> {
  const { node } = place;
  if (check.spec.kind !== node.kind) {
    note(run, place, check, {
      code: "wrong-kind",
      severity: "error",
      expected: check.spec.kind,
      received: node.kind,
      message: `this shall be a ${check.spec.kind}`,
    });
    return;
  }
  await checkAttributes(run, place, check);
  if (node.kind !== "dataset") return;
  try {
    await checkDataset(run, place, node, check);
  } catch (error) {
    if (!isPartial(error)) throw error;
    const message = `the data cannot be read: ${(error as Error).message}`;
    run.findings.add(place, { code: "unreadable", severity: "error", specPath: check.specPath, message });
  }
}

function checkMembers(run: Run, task: Task, members: readonly Member[]): Task[] {
  const groupChecks = task.checks.filter((check) => check.spec.kind === "group");
  if (groupChecks.length === 0) {
    return members.map(({ place, type }) => ({ place, type, checks: ownChecks(run, type) }));
  }
  const asked = new Map<Member, Set<Check>>();
  for (const check of groupChecks) checkGroup(run, task.place, check, members, asked);
  if (task.again !== true) checkUnexpectedMembers(run, task.place, members, asked);
  return [...asked].flatMap(([{ place, type }, checks]) =>
    checks.size > 0 ? [{ place, type, checks: [...checks] }] : [],
  );
}

function namespaceOf(task: Task): string | undefined {
  return task.type?.resolved?.namespace ?? task.checks[0]?.namespace;
}

function isGroup(place: Place): place is GroupPlace & { readonly node: GroupNode } {
  return place.node.kind === "group";
}
