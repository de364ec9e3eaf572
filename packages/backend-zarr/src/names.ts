import { hdmfError } from "@hdmf-ts/errors";

const RESERVED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "zarr.json",
  ".zgroup",
  ".zarray",
  ".zattrs",
  ".zmetadata",
]);

/** The path of a child: `/` and `a` give `/a`. */
export const childPath = (parent: string, name: string): string => (parent === "/" ? `/${name}` : `${parent}/${name}`);

/** The path of the parent and the name; both empty for the root. */
export function splitPath(path: string): { readonly parent: string; readonly name: string } {
  if (path === "/") return { parent: "", name: "" };
  const at = path.lastIndexOf("/");
  return { parent: at <= 0 ? "/" : path.slice(0, at), name: path.slice(at + 1) };
}

/** The key of something kept for the node at `path`: no leading slash. */
export const nodeKey = (path: string, rest: string): string => (path === "/" ? rest : `${path.slice(1)}/${rest}`);

/**
 * An absolute path inside a store without empty and `.` parts; `undefined` where it is none or climbs with `..`, which no node
 * of a store is reached by.
 */
export function canonicalPath(path: string, from = "/"): string | undefined {
  const parts = (path.startsWith("/") ? path : `${from}/${path}`)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  return parts.includes("..") || path.includes("\0") ? undefined : `/${parts.join("/")}`;
}

/**
 * Refuses a name that a Zarr store cannot keep (reference: zarr.md E.10).
 * @throws `invalid`
 */
export function checkName(parent: string, name: string): void {
  const why =
    name === "" || name === "." || name === ".."
      ? "it is no name"
      : /[/\\]/.test(name)
        ? "slashes separate names"
        : // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
          /[\u0000-\u001f\u007f]/.test(name)
          ? "it holds a control character"
          : RESERVED.has(name) || (parent === "/" && name === "hdmf-ts.json")
            ? "metadata is kept under it"
            : /[\ud800-\udfff]/u.test(name)
              ? "it is not valid text"
              : undefined;
  if (why !== undefined)
    throw hdmfError("invalid", `A Zarr store cannot keep the name ${JSON.stringify(name)} in ${parent}: ${why}`, {
      path: parent,
      hint: "rename it",
    });
}

/** Equal for names that are one folder where file systems ignore case. */
export const foldedName = (name: string): string => name.normalize("NFC").toUpperCase().toLowerCase();
