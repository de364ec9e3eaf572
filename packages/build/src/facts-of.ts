import type { ChildFact } from "@hdmf-ts/spec";
import type { Member } from "./members.ts";

/** What matching children to a specification needs to know of them. */
export function factsOf(members: readonly Pick<Member, "name" | "node" | "link" | "type">[]): readonly ChildFact[] {
  return members.map(({ name, node, link, type }) => ({ name, kind: node.kind, link, ...type }));
}
