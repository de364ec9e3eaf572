import { copyTree } from "@hdmf-ts/storage";
import { checkApart } from "../check-apart.ts";
import { checkKind, checkOutput } from "../check-output.ts";
import type { Command } from "../command.ts";
import { formatBytes } from "../format-bytes.ts";
import { hdf5Target } from "../hdf5-target.ts";
import { withInput } from "../open-input.ts";
import { outputFormat } from "../output-format.ts";
import { hasUserBlock } from "../user-block.ts";
import { visible } from "../visible.ts";
import { zarrTarget } from "../zarr-target.ts";

export const convert: Command = {
  name: "convert",
  summary:
    "everything into HDF5 or Zarr, streaming: by --to, the ending of OUT (.h5 .hdf5 .nwb, .zarr), else the other one than IN; refuses an existing OUT without --overwrite",
  shape: {
    usage: "convert IN OUT [--to hdf5, zarr3 or zarr2] [--overwrite]",
    positionals: { min: 2, max: 2 },
    options: { "--to": "value", "--overwrite": "switch" },
  },
  async run({ positionals, switches, values }, terminal) {
    const [input = "", output = ""] = positionals;
    const overwrite = switches.has("--overwrite");
    const named = outputFormat(values.get("--to")?.[0], output);
    await checkOutput(output, overwrite);
    await checkApart(input, output);
    const { signal } = terminal;
    const total = await withInput(input, terminal, async (storage) => {
      const format = named ?? (storage.format === "hdf5" ? "zarr3" : "hdf5");
      await checkKind(output, format);
      if (storage.format === "hdf5" && (await hasUserBlock(input, signal)))
        terminal.error(`hdmf: warning: ${visible(input)} begins with a user block, which is not copied`);
      const target = format === "hdf5" ? hdf5Target : zarrTarget;
      const { source, edit, options, line } = await target(storage, output, terminal);
      let written = 0;
      try {
        await copyTree(source, edit, {
          ...options,
          signal,
          onWarning(warning) {
            const text = line(warning);
            if (text !== undefined) terminal.error(`hdmf: warning: ${visible(text)}`);
          },
          onProgress({ path, bytes, totalBytes }) {
            written = bytes;
            terminal.progress(`converting: ${formatBytes(bytes)} of ${formatBytes(totalBytes)}  ${path}`);
          },
        });
        await edit.commit({ overwrite, signal });
      } catch (error) {
        await edit.abandon();
        throw error;
      }
      return written;
    });
    terminal.error(`hdmf: ${output} written (${formatBytes(total)} of data)`);
    return 0;
  },
};
