import { dirname } from "node:path";
import { createZarr, isZarrFolder } from "@hdmf-ts/backend-zarr";
import { openRegistry, wishesOf } from "@hdmf-ts/build";
import { pathKind } from "@hdmf-ts/bytes";
import { hdmfError } from "@hdmf-ts/errors";
import { type CopyWarningCode, copyTree } from "@hdmf-ts/storage";
import { checkApart } from "../check-apart.ts";
import type { Command } from "../command.ts";
import { formatBytes } from "../format-bytes.ts";
import { isUrl } from "../is-url.ts";
import { withInput } from "../open-input.ts";
import { visible } from "../visible.ts";

const formats = ["hdf5", "zarr3", "zarr2"];

function checkFormat(to: string | undefined, output: string): void {
  if (to !== undefined && !formats.includes(to)) {
    throw hdmfError("invalid", `unknown format ${JSON.stringify(to)}`, { hint: `--to takes ${formats.join(", ")}` });
  }
  const format = to ?? (/\.(h5|hdf5|nwb)$/i.test(output) ? "hdf5" : "zarr3");
  if (format === "zarr3") return;
  throw hdmfError("unsupported", `${output}: writing ${format} is not supported yet`, {
    hint: "zarr3 is: choose --to zarr3 and a name that ends in .zarr",
  });
}

async function checkOutput(output: string, overwrite: boolean): Promise<void> {
  if (isUrl(output)) {
    throw hdmfError("invalid", `${output}: a URL cannot be written to`, { hint: "give a path on a disk" });
  }
  const kind = await pathKind(output);
  if (kind === "missing") {
    const parent = dirname(output);
    if ((await pathKind(parent)) === "folder") return;
    throw hdmfError("not-found", `${output}: the folder ${parent} is not there`, { hint: "make it first" });
  }
  if (!overwrite) {
    throw hdmfError("exists", `${output} is there already`, {
      hint: "choose another name, or replace it with --overwrite",
    });
  }
  if (kind === "folder" && !(await isZarrFolder(output))) {
    throw hdmfError("denied", `${output} is a folder but no Zarr store: it is not replaced`, {
      hint: "choose another name, or remove it yourself",
    });
  }
}

/** Links that hdmf-zarr could not open a store with are in `hdmf-ts.json` alone (shared contract: design, decision 4). */
const onlyNoted = (code: CopyWarningCode) =>
  code === "dead-link" || code === "external-link-denied"
    ? "; it is noted in hdmf-ts.json, where only hdmf-ts sees it"
    : "";

export const convert: Command = {
  name: "convert",
  summary: "everything into another format, streaming; refuses an existing OUT without --overwrite",
  shape: {
    usage: "convert IN OUT [--to hdf5, zarr3 or zarr2] [--overwrite]",
    positionals: { min: 2, max: 2 },
    options: { "--to": "value", "--overwrite": "switch" },
  },
  async run({ positionals, switches, values }, terminal) {
    const [input = "", output = ""] = positionals;
    const overwrite = switches.has("--overwrite");
    checkFormat(values.get("--to")?.[0], output);
    await checkOutput(output, overwrite);
    await checkApart(input, output);
    const { signal } = terminal;
    const total = await withInput(input, terminal, async (storage) => {
      const wishes = await wishesOf(storage, await openRegistry(storage, { signal }), { signal });
      const edit = await createZarr(output);
      let written = 0;
      try {
        await copyTree(storage, edit, {
          wishes,
          external: "copy",
          signal,
          onWarning: ({ code, message }) => terminal.error(`hdmf: warning: ${visible(message)}${onlyNoted(code)}`),
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
