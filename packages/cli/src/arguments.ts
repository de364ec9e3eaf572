import { hdmfError } from "@hdmf-ts/errors";

/** An option of a command: a switch, a value, or a value that may be given several times. */
type OptionKind = "switch" | "value" | "values";

/** What a command takes, for checking and for its usage line. */
export interface CommandShape {
  readonly usage: string;
  readonly positionals: { readonly min: number; readonly max: number };
  readonly options: Readonly<Record<string, OptionKind>>;
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/**
 * Sorts the arguments of a command. `--name value`, `--name=value`; what follows `--` is positional.
 * @throws `invalid` for an unknown option, a missing value, too few or too many arguments; the message has the usage.
 */
export function parseArguments(args: readonly string[], shape: CommandShape): Arguments {
  const positionals: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  const fail = (what: string) => hdmfError("invalid", what, { hint: `usage: hdmf ${shape.usage}` });
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--") {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      positionals.push(arg);
      continue;
    }
    const equals = arg.indexOf("=");
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const kind = Object.hasOwn(shape.options, name) ? shape.options[name] : undefined;
    if (kind === undefined) throw fail(`unknown option ${name}`);
    if (kind === "switch") {
      if (equals >= 0) throw fail(`the option ${name} takes no value`);
      switches.add(name);
      continue;
    }
    const value = equals >= 0 ? arg.slice(equals + 1) : args[++i];
    if (value === undefined || value === "") throw fail(`the option ${name} needs a value`);
    const known = values.get(name) ?? [];
    if (kind === "value" && known.length > 0) throw fail(`the option ${name} is given twice`);
    values.set(name, [...known, value]);
  }
  const { min, max } = shape.positionals;
  if (positionals.length < min)
    throw fail(positionals.length === 0 ? "arguments are missing" : "an argument is missing");
  if (positionals.length > max) throw fail(`unexpected argument ${JSON.stringify(positionals[max])}`);
  return { positionals, switches, values };
}
