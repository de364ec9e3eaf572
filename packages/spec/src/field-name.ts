/**
 * The field name of a typed specification without a name of its own: the type in snake case, acronyms kept together
 * (`TimeSeries` is `time_series`, `NWBDataInterface` is `nwb_data_interface`), with an `s` where there may be many
 * (reference: hdmf.md 2.3).
 */
export function fieldNameOfType(type: string, many: boolean): string {
  const snake = type
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase();
  return many && !snake.endsWith("s") ? `${snake}s` : snake;
}
