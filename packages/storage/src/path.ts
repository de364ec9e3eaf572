import { hdmfError } from "@hdmf-ts/errors";

/**
 * The parts of a path from the root. Empty parts and `.` mean nothing (as in HDF5); `..` is a name like any other, so that
 * no path leads above the root.
 */
export function splitPath(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}

/** The absolute path of `parts` under `base`. */
export function joinPath(base: string, ...parts: readonly string[]): string {
  return `/${[base, ...parts].flatMap(splitPath).join("/")}`;
}

/** The path of the group that holds what `path` names, and its name there; the root has the name `""`. */
export function parentAndName(path: string): readonly [parent: string, name: string] {
  const parts = splitPath(path);
  const name = parts.pop() ?? "";
  return [joinPath("", ...parts), name];
}

/** @throws `invalid` for a name that cannot be one part of a path: empty, `.`, or with a slash or NUL in it. */
export function checkName(name: string, parent?: string): void {
  if (name !== "" && name !== "." && !name.includes("/") && !name.includes("\0")) return;
  throw hdmfError(
    "invalid",
    `${JSON.stringify(name)} cannot be the name of an object: it is empty, "." or holds a slash or NUL`,
    parent === undefined ? {} : { path: parent },
  );
}
