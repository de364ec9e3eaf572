import type { OtherFiles } from "./other-files.ts";

/** Other files, whose opening is loaded when one is first asked for. */
export function lateFiles<File>(make: () => Promise<OtherFiles<File>>): OtherFiles<File> {
  let made: Promise<OtherFiles<File>> | undefined;
  let root: File | undefined;
  let closed = false;
  const get = async (): Promise<OtherFiles<File>> => {
    made ??= make();
    const files = await made;
    if (root !== undefined) files.setRoot(root);
    root = undefined;
    if (closed) await files.close();
    return files;
  };
  return {
    withBytes: async (...call) => (await get()).withBytes(...call),
    withFile: async (...call) => (await get()).withFile(...call),
    setRoot(file) {
      root = file;
    },
    async close() {
      closed = true;
      await (await made)?.close();
    },
  };
}
