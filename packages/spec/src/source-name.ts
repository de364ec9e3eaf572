import { hdmfError } from "@hdmf-ts/errors";

/** Whether a source is a file beside the namespace file or below it. */
export function isInsideFolder(source: string): boolean {
  return source !== "" && !/^[/\\]|^[A-Za-z]:|\0/.test(source) && !source.split(/[/\\]/).includes("..");
}

/** The name under which a source file is cached: without `.yaml`. Files hold sources side by side, so that none can be in a folder. */
export function sourceName(file: string): string {
  const name = file.replace(/\.ya?ml$/i, "");
  if (!isInsideFolder(name)) {
    throw hdmfError("denied", `the source ${JSON.stringify(file)} is outside of the folder of the namespace`);
  }
  if (/[/\\]|^\./.test(name)) {
    throw hdmfError(
      "invalid",
      `the source ${JSON.stringify(file)} is in a folder; sources stand beside the namespace file`,
    );
  }
  if (name === "namespace") {
    throw hdmfError(
      "invalid",
      `no source can be called ${JSON.stringify(file)}: files cache the namespace under that name`,
    );
  }
  return name;
}
