import { hdmfError } from "@hdmf-ts/errors";

/** Where a child of a group stands. */
export function childPath(path: string, name: string): string {
  return path === "/" ? `/${name}` : `${path}/${name}`;
}

/** @throws `invalid` for a name that no link can have. @param path Of the group, for the message. */
export function checkLinkName(name: string, path: () => string): void {
  if (name !== "" && name !== "." && !name.includes("/") && !name.includes("\0")) return;
  const group = path();
  const text = `${JSON.stringify(name)} cannot be the name of an object in ${group}`;
  throw hdmfError("invalid", `${text}: names are not empty, not ".", and hold no slash and no NUL`, {
    path: group,
    hint: "Choose another name",
  });
}

/** What says that a name is taken. */
export function takenName(path: string): Error {
  return hdmfError("exists", `${path} is there already`, { path });
}
