import type { NodeId } from "@hdmf-ts/array";
import type { Child } from "../node.ts";
import type { Storage } from "../storage.ts";
import { type ContractCase, datasetAt, groupAt, nodeAt, type OpenContract, onFilled } from "./contract-case.ts";
import { contractTarget, targetPath } from "./contract-tree.ts";
import { expectArray, expectEqual, expectError, expectTrue } from "./expect.ts";

/** Paths and links of every kind. */
export function linkCases(): ContractCase[] {
  return [
    onLinks("gives soft links as they stand", async (storage) => {
      expectEqual(await childOf(storage, "soft"), { soft: "/arrays/grid" }, "the child soft");
    }),
    onLinks("resolves paths through soft links, relative ones too", async (storage) => {
      const grid = await storage.resolve("/arrays/grid");
      expectEqual((await storage.resolve("/links/soft")).id, grid.id, "/links/soft");
      expectEqual((await storage.resolve("/links/soft-group/grid")).id, grid.id, "/links/soft-group/grid");
      const scalar = await storage.resolve("/arrays/scalar");
      expectEqual((await storage.resolve("/links/relative")).id, scalar.id, "/links/relative");
    }),
    onLinks("resolves the root, empty parts and dots; two dots are a name", async (storage) => {
      expectEqual((await storage.resolve("/")).id, storage.root, "/");
      const grid = await storage.resolve("/arrays/grid");
      expectEqual((await storage.resolve("//arrays/./grid/")).id, grid.id, "//arrays/./grid/");
      await expectError(() => storage.resolve("/arrays/../arrays"), ["not-found"], "/arrays/../arrays");
    }),
    onLinks("follows a child of a group, whatever it is", async (storage) => {
      const links = (await storage.resolve("/links")).id;
      const { array } = await datasetAt(storage, "/arrays/scalar");
      const { id, storage: at } = await storage.follow(links, "relative");
      expectTrue(at === storage, "follow: expected the same storage");
      const [node] = await storage.read([id]);
      expectTrue(node?.kind === "dataset", "follow: expected a dataset");
      expectArray(await node.array.read(), await array.read(), "what the link leads to");
      await expectError(() => storage.follow(links, "no such child"), ["not-found"], "follow of no child");
    }),
    onLinks("names the first part that leads nowhere", async (storage) => {
      const error = await expectError(() => storage.resolve("/arrays/none-such/deeper"), ["not-found"], "resolve");
      expectTrue(error.message.includes("/arrays/none-such"), `The message does not name the part: ${error.message}`);
      expectTrue(!error.message.includes("deeper"), `The message names a later part: ${error.message}`);
      await expectError(() => storage.resolve("/arrays/grid/inside"), ["not-found"], "a path into a dataset");
    }),
    onLinks("gives the first path of a node, depth first", async (storage) => {
      const paths = ["/", "/arrays", "/arrays/grid", "/names/__proto__", "/links"];
      const ids = await Promise.all(paths.map(async (path) => (await storage.resolve(path)).id));
      expectEqual(await storage.pathOf(ids), paths, "pathOf");
    }),
    {
      ...onLinks("keeps dead links, and says where they end and which link led there", async (storage) => {
        expectEqual(await childOf(storage, "dead"), { soft: "/arrays/nowhere/deeper" }, "the child dead");
        const { message } = await expectError(() => storage.resolve("/links/dead"), ["not-found"], "/links/dead");
        expectTrue(message.includes("/arrays/nowhere"), `The message does not name the part: ${message}`);
        expectTrue(message.includes("/links/dead"), `The message does not name the link: ${message}`);
      }),
      needs: ["dangling-links"],
    },
    {
      ...onLinks("stops at links in a circle and names both", async (storage) => {
        const { message } = await expectError(() => storage.resolve("/links/loop-a/x"), ["limit"], "/links/loop-a/x");
        expectTrue(
          /loop-a/.test(message) && /loop-b/.test(message),
          `The message does not name both links: ${message}`,
        );
      }),
      needs: ["dangling-links"],
    },
    {
      ...onLinks("keeps the identity of what two hard links lead to", async (storage) => {
        const grid = await storage.resolve("/arrays/grid");
        expectEqual((await storage.resolve("/links/hard")).id, grid.id, "the id by its second name");
        expectEqual((await storage.resolve("/links/cycle/cycle/hard")).id, grid.id, "the id through a circle");
        const { attributes } = await nodeAt(storage, "/links/hard");
        expectTrue(attributes.has("unit"), "The attribute is missing by the second name");
      }),
      needs: ["hard-links"],
    },
    {
      ...onLinks("follows external links into another storage", async (storage) => {
        const child = await childOf(storage, "outside");
        expectEqual("external" in child && child.external.path, targetPath, "the path of the external link");
        const { storage: other, id } = await storage.resolve("/links/outside");
        expectTrue(other !== storage, "Expected a location in another storage");
        const [node] = await other.read([id]);
        expectTrue(node?.kind === "dataset", "Expected a dataset in the other storage");
        expectArray(await node.array.read(), contractTarget(), "what the external link leads to");
      }),
      needs: ["external-links"],
    },
    {
      ...onLinks("rejects an external link to a file that is not there", async (storage) => {
        await expectError(() => storage.resolve("/links/outside-dead"), ["not-found", "denied"], "/links/outside-dead");
      }),
      needs: ["external-links", "dangling-links"],
    },
  ];
}

function onLinks(name: string, run: (storage: Storage) => Promise<void>): ContractCase {
  return { name, run: (open: OpenContract) => onFilled(open, run) };
}

async function childOf(storage: Storage, name: string): Promise<Child> {
  const child = (await groupAt(storage, "/links")).children.get(name);
  expectTrue(child !== undefined, `There is no child ${name}`);
  const plain: Child = child;
  if ("hard" in plain) {
    const hard: NodeId = plain.hard;
    return { hard };
  }
  return plain;
}
