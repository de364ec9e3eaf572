import { expect, test } from "vitest";
import { parseArguments } from "../src/arguments.ts";
import { parseRows } from "../src/row-range.ts";

const shape = {
  usage: "x PATH [--json] [--to F] [--spec S]…",
  positionals: { min: 1, max: 2 },
  options: { "--json": "switch", "--to": "value", "--spec": "values" },
} as const;

test.each([
  ["positionals and a switch", ["a", "--json", "b"], { positionals: ["a", "b"], switches: ["--json"], values: {} }],
  [
    "a value behind its option",
    ["a", "--to", "zarr3"],
    { positionals: ["a"], switches: [], values: { "--to": ["zarr3"] } },
  ],
  ["a value behind a sign", ["--to=x=y", "a"], { positionals: ["a"], switches: [], values: { "--to": ["x=y"] } }],
  [
    "an option given twice",
    ["a", "--spec", "1", "--spec=2"],
    { positionals: ["a"], switches: [], values: { "--spec": ["1", "2"] } },
  ],
  ["names that look like options", ["--", "--json", "-x"], { positionals: ["--json", "-x"], switches: [], values: {} }],
])("%s", (_, args, truth) => {
  const { positionals, switches, values } = parseArguments(args, shape);
  expect({ positionals, switches: [...switches], values: Object.fromEntries(values) }).toEqual(truth);
});

test.each([
  ["an unknown option", ["a", "--jason"], /unknown option --jason/],
  ["an option called like a method", ["a", "--toString"], /unknown option/],
  ["a missing value", ["a", "--to"], /--to needs a value/],
  ["an empty value", ["a", "--to="], /--to needs a value/],
  ["a value for a switch", ["a", "--json=yes"], /--json takes no value/],
  ["a single option twice", ["a", "--to", "1", "--to", "2"], /--to is given twice/],
  ["nothing", [], /arguments are missing/],
  ["too much", ["a", "b", "c"], /unexpected argument "c"/],
])("%s is refused with the usage", (_, args, message) => {
  expect(() => parseArguments(args, shape)).toThrow(
    expect.objectContaining({
      tag: "invalid",
      message: expect.stringMatching(message),
      hint: `usage: hdmf ${shape.usage}`,
    }),
  );
});

test.each([
  ["0:3", 10, [0, 3]],
  [":", 10, [0, 10]],
  ["2:", 10, [2, 10]],
  ["-2:", 10, [8, 10]],
  [":-2", 10, [0, 8]],
  ["5:2", 10, [5, 5]],
  ["0:99", 10, [0, 10]],
  ["20:30", 10, [10, 10]],
])("rows %s of %i", (text, length, truth) => {
  expect(parseRows(text)(length)).toEqual(truth);
});

test.each(["3", "a:b", "1:2:3", "1.5:2", "", "::"])("%j is no range of rows", (text) => {
  expect(() => parseRows(text)).toThrow(expect.objectContaining({ tag: "invalid" }));
});
