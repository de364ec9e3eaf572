import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { arrows, thirdParty } from "./arrows.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const json = (path: string) => JSON.parse(read(path));
const packages = readdirSync(new URL("packages/", root));

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}${file}`);
}

/** What a source imports, at run time or as types; what it only names as a type (`typeof import("…")`) is left out. */
const importsOf = (file: string) =>
  [...read(file).matchAll(/(?:\bfrom|(?<!typeof )\bimport\(|^import)\s*"([^"]+)"/gm)].map(
    (match) => match[1] as string,
  );

/** What a source imports at run time. */
const runtimeImportsOf = (file: string) =>
  [
    ...read(file)
      .replace(/^import type [^;]*;/gm, "")
      .matchAll(/(?:\bfrom|(?<!typeof )\bimport\(|^import)\s*"([^"]+)"/gm),
  ].map((match) => match[1] as string);

/** The first two segments of a scoped name, the first of a plain one. */
const packageName = (specifier: string) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

test("the packages are those of the design", () => {
  expect(packages.sort()).toEqual(Object.keys(arrows).sort());
});

describe.each(packages)("%s", (name) => {
  const manifest = json(`packages/${name}/package.json`);
  const files = sources(`packages/${name}/src/`);

  test("its manifest is a publishable, side-effect free ES module with exact or workspace versions", () => {
    expect(manifest).toMatchObject({
      name: `@hdmf-ts/${name}`,
      type: "module",
      sideEffects: false,
      engines: { node: ">=20.19" },
      files: ["dist", "src", "!dist/.tsbuildinfo"],
    });
    expect(manifest.private).toBeUndefined();
    expect(manifest.description).toMatch(/\w/);
    for (const [path, target] of Object.entries<Record<string, string>>(manifest.exports)) {
      if (path === "./package.json") continue;
      expect(Object.keys(target)).toEqual(["@hdmf-ts/source", "types", "default"]);
      expect(existsSync(new URL(`packages/${name}/${target["@hdmf-ts/source"]}`, root))).toBe(true);
    }
    for (const [dependency, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect([dependency, version]).toEqual([
        dependency,
        dependency.startsWith("@hdmf-ts/") ? "workspace:^" : "catalog:",
      ]);
    }
  });

  test("it depends on what the design allows, and references the same projects", () => {
    const allowed = [...(arrows[name] ?? []).map((other) => `@hdmf-ts/${other}`), ...(thirdParty[name] ?? [])];
    const declared = Object.keys(manifest.dependencies ?? {});
    expect(declared.filter((dependency) => !allowed.includes(dependency))).toEqual([]);
    const references: { path: string }[] = json(`packages/${name}/tsconfig.json`).references;
    expect(references.map(({ path }) => `@hdmf-ts/${path.slice(3)}`).sort()).toEqual(
      declared.filter((dependency) => dependency.startsWith("@hdmf-ts/")).sort(),
    );
  });

  test("its sources import only what it declares, and each declared package is imported", () => {
    const declared = Object.keys(manifest.dependencies ?? {});
    const outside = files.flatMap((file) => importsOf(file).filter((specifier) => !/^[.#]/.test(specifier)));
    const used = new Set(outside.filter((specifier) => !specifier.startsWith("node:")).map(packageName));
    expect([...used].filter((dependency) => !declared.includes(dependency))).toEqual([]);
    const internal = Object.values<string | Record<string, string>>(manifest.imports ?? {}).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const specifier of internal) used.add(packageName(specifier));
    expect(declared.filter((dependency) => !used.has(dependency))).toEqual([]);
  });

  test("its sources are free of Node imports, but for the command line", () => {
    if (name === "cli") return;
    const offending = files.filter((file) => runtimeImportsOf(file).some((specifier) => specifier.startsWith("node:")));
    expect(offending).toEqual([]);
  });

  test("no source file is longer than 400 lines, none says any", () => {
    for (const file of files) {
      const text = read(file);
      expect([file, text.split("\n").length <= 401]).toEqual([file, true]);
      expect([file, /(:|\bas|<) *any\b/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""))]).toEqual([file, false]);
    }
  });

  test("it has a README of at most 100 lines", () => {
    expect(existsSync(new URL(`packages/${name}/README.md`, root))).toBe(true);
    expect(read(`packages/${name}/README.md`).split("\n").length).toBeLessThanOrEqual(101);
  });
});

test("biome.json restricts each package to its arrows", () => {
  const { overrides } = json("biome.json");
  for (const [name, allowed] of Object.entries(arrows)) {
    const override = overrides.find((entry: { includes: string[] }) =>
      entry.includes.includes(`packages/${name}/src/**`),
    );
    const [pattern] = override.linter.rules.style.noRestrictedImports.options.patterns;
    expect(pattern.group).toEqual(["@hdmf-ts/**", "../../**", ...allowed.map((other) => `!@hdmf-ts/${other}`)]);
  }
});

test("CONTRIBUTING has at most 100 lines, and the scripts that the documents name exist", () => {
  expect(read("CONTRIBUTING.md").trimEnd().split("\n").length).toBeLessThanOrEqual(100);
  const scripts = Object.keys(json("package.json").scripts);
  for (const document of ["README.md", "CONTRIBUTING.md"]) {
    const named = [...read(document).matchAll(/npm (?:run (?:-s )?)?([a-z][a-z-]*)/g)].map(
      (match) => match[1] as string,
    );
    const known = [...scripts, "run", "packages", "comes"];
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  }
});

test("CI runs the commands that the documents name", () => {
  const ci = read(".ci/run");
  for (const document of ["README.md", "CONTRIBUTING.md"]) {
    for (const [, script] of read(document).matchAll(/`(npm (?:start|test|run [a-z-]+))/g)) {
      const [, name] = /^npm (?:run )?([a-z-]+)$/.exec(script as string) ?? [];
      expect([document, ci]).toEqual([
        document,
        expect.stringMatching(new RegExp(`^npm (?:run )?(?:-s )?${name}\\b`, "m")),
      ]);
    }
  }
  // The command line itself and the examples are called as the README has them.
  expect(ci).toContain("grep -E '^(npm run -s hdmf|node examples/)' README.md");
});
