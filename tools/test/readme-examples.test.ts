import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The source of each entry point by the name that a program imports. */
function entryPoints(): Record<string, [string]> {
  const paths: Record<string, [string]> = {};
  for (const name of readdirSync(join(root, "packages"))) {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
    for (const [subpath, target] of Object.entries<Record<string, string>>(manifest.exports)) {
      const source = target["@hdmf-ts/source"];
      if (source !== undefined) paths[`${manifest.name}${subpath.slice(1)}`] = [join(root, "packages", name, source)];
    }
  }
  return paths;
}

test("the examples of the READMEs compile under --strict", () => {
  // Below the root, so that the type packages of the repository are found.
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  const folder = mkdtempSync(join(root, "node_modules/.cache/readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let examples = 0;
  for (const name of readdirSync(join(root, "packages"))) {
    const text = readFileSync(join(root, "packages", name, "README.md"), "utf8");
    for (const [i, match] of [...text.matchAll(/```ts\n([\s\S]*?)```/g)].entries()) {
      writeFileSync(join(folder, `${name}-${i}.ts`), `${match[1]}\nexport {};\n`);
      examples += 1;
    }
  }
  const base = JSON.parse(readFileSync(join(root, "tsconfig.base.json"), "utf8")).compilerOptions;
  const compilerOptions = {
    ...base,
    composite: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    noEmit: true,
  };
  const strict = { ...compilerOptions, allowImportingTsExtensions: true, types: ["node"], paths: entryPoints() };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: strict, include: ["*.ts"] }));
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", folder],
    {
      encoding: "utf8",
    },
  );
  expect(stdout).toBe("");
  expect(status).toBe(0);
  expect(examples).toBeGreaterThanOrEqual(10);
});
