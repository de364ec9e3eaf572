import { hdmfError } from "@hdmf-ts/errors";
import { openHdf5File, recoverHdf5File } from "@hdmf-ts/hdf5";
import type { Command } from "../command.ts";
import { isUrl } from "../is-url.ts";
import { visible } from "../visible.ts";

const outcomes = {
  finished: "a commit that was not finished is finished now",
  discarded: "a commit that had not begun was discarded, the file is as before it",
  nothing: "nothing to recover",
} as const;

export const recover: Command = {
  name: "recover",
  summary:
    "finishes or discards the commit that an editor of an HDF5 file was killed in, so that all programs read it whole",
  shape: { usage: "recover FILE", positionals: { min: 1, max: 1 }, options: {} },
  async run({ positionals: [path = ""] }, terminal) {
    if (isUrl(path))
      throw hdmfError("invalid", `${path} is a URL, and is not written`, { hint: "recover the file where it is" });
    // What is no HDF5 file is found out before anything is written.
    await (await openHdf5File(path, { signal: terminal.signal })).close();
    await terminal.out(`${visible(path)}: ${outcomes[await recoverHdf5File(path)]}\n`);
    return 0;
  },
};
