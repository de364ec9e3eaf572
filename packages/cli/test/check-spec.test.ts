import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCommand, temporaryFolder } from "./run-command.ts";

const declaration = `namespaces:
- name: lab
  doc: Ours.
  version: 0.1.0
  author: A. Author
  contact: a@example.org
  schema:
  - source: lab.yaml
`;

/** The namespace file in a folder with these files beside it. */
function namespaceFile(files: Readonly<Record<string, string>>, text = declaration): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const path = join(folder, "lab.namespace.yaml");
  writeFileSync(path, text);
  return path;
}

const good = "groups:\n- data_type_def: T\n  doc: d\n";
const bad = "groups:\n- data_type_def: T\n  doc: d\n  colour: red\n  data_type_inc: No\n";

describe("hdmf check-spec", () => {
  test("nothing wrong: exit 0", async () => {
    const path = namespaceFile({ "lab.yaml": good });
    expect(await runCommand(["check-spec", path])).toEqual({ code: 0, out: `${path}: no issues\n`, errors: [] });
    expect(await runCommand(["check-spec", path, "--json"])).toEqual({ code: 0, out: '{"issues":[\n]}\n', errors: [] });
  });

  test("a line for each issue, with file, line and column: exit 1", async () => {
    const path = namespaceFile({ "lab.yaml": bad });
    const source = path.replace("lab.namespace.yaml", "lab.yaml");
    const { code, out } = await runCommand(["check-spec", path]);
    expect([code, out.split("\n")]).toEqual([
      1,
      [
        `${path}: 1 error, 1 warning`,
        `${source}:4:3: warning: "colour" is no key of a group (unknown-key)`,
        `${source}:5:3: error: it extends No, which namespace lab does not know (unknown-type)`,
        "",
      ],
    ]);
  });

  test("as JSON", async () => {
    const path = namespaceFile({ "lab.yaml": bad });
    const file = path.replace("lab.namespace.yaml", "lab.yaml");
    const { code, out } = await runCommand(["check-spec", path, "--json"]);
    expect([code, JSON.parse(out)]).toEqual([
      1,
      {
        issues: [
          {
            code: "unknown-key",
            severity: "warning",
            path: "/lab/T",
            specPath: "lab/T",
            message: '"colour" is no key of a group',
            at: { file, line: 4, column: 3 },
          },
          {
            code: "unknown-type",
            severity: "error",
            path: "/lab/T",
            specPath: "lab/T",
            message: "it extends No, which namespace lab does not know",
            at: { file, line: 5, column: 3 },
          },
        ],
      },
    ]);
  });

  test("warnings alone: exit 0", async () => {
    const path = namespaceFile({ "lab.yaml": `${good}  colour: red\n` });
    expect((await runCommand(["check-spec", path])).code).toBe(0);
  });

  test.each<[string, Readonly<Record<string, string>>, string, string]>([
    ["what is no YAML", {}, "[", "1:2: error: "],
    ["an empty file", {}, "", '1:1: error: there is no list "namespaces" (missing-namespace)'],
    ["a source that is not there", {}, declaration, '8:5: error: the source "lab.yaml" is not there (missing-source)'],
    [
      "a name that would steer the terminal",
      { "lab.yaml": `${good}  "\\e[2J": red\n` },
      declaration,
      '4:3: warning: "\\u001b[2J" is no key of a group (unknown-key)',
    ],
  ])("%s is an issue, not a stop", async (_, files, text, issue) => {
    const { out, errors } = await runCommand(["check-spec", namespaceFile(files, text)]);
    expect(out).toContain(issue);
    expect(errors).toEqual([]);
  });

  test("a source that is a folder, or a link that leads around, is not there", async () => {
    const path = namespaceFile({}, `${declaration}  - source: folder\n`);
    symlinkSync("lab.yaml", path.replace("lab.namespace.yaml", "lab.yaml"));
    mkdirSync(path.replace("lab.namespace.yaml", "folder"));
    const { code, out } = await runCommand(["check-spec", path, "--json"]);
    const codes = JSON.parse(out).issues.map((issue: { code: string; at: { line: number } }) => [
      issue.code,
      issue.at.line,
    ]);
    expect([code, codes]).toEqual([
      1,
      [
        ["missing-source", 8],
        ["missing-source", 9],
      ],
    ]);
  });

  test("what is included from other files is given by --spec", async () => {
    const base = namespaceFile({ "lab.yaml": good });
    const path = namespaceFile(
      { "ext.yaml": "groups:\n- {data_type_def: U, data_type_inc: T, doc: d}\n" },
      declaration.replaceAll("lab", "ext").replace("  - source", "  - namespace: lab\n  - source"),
    );
    expect((await runCommand(["check-spec", path, "--spec", base])).out).toBe(`${path}: no issues\n`);
    const alone = await runCommand(["check-spec", path]);
    expect([alone.code, alone.out]).toEqual([1, expect.stringContaining(":8:5: error: it includes namespace lab")]);
  });

  test.each<[string, readonly string[]]>([
    ["a file that is not there", ["no.yaml"]],
    ["a folder", ["."]],
    ["no file", []],
    ["two files", ["a.yaml", "b.yaml"]],
  ])("%s cannot be used: exit 2", async (_, args) => {
    const { code, out, errors } = await runCommand(["check-spec", ...args]);
    expect([code, out, errors.length]).toEqual([2, "", 1]);
  });

  test("what --spec gives must be YAML: exit 2, with the place", async () => {
    const broken = namespaceFile({}, "namespaces: [");
    const path = namespaceFile({ "lab.yaml": good });
    const { code, errors } = await runCommand(["check-spec", path, "--spec", broken]);
    expect([code, errors[0]]).toEqual([2, expect.stringContaining(`${broken}:`)]);
  });
});
