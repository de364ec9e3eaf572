/** The file `.NAME.hdmf-ts-KIND` beside `path` (Node only). */
export function besidePath(path: string, kind: string): string {
  const paths = process.getBuiltinModule("node:path");
  const target = paths.resolve(path);
  return paths.join(paths.dirname(target), `.${paths.basename(target)}.hdmf-ts-${kind}`);
}
