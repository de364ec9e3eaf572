const isoDatetime =
  /^-?(?:[1-9]\d*)?\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

/** Whether a text is a date, or a date and time with or without a time zone, in the form that HDMF asks for (hdmf.md 1.4). */
export function isIsoDatetime(text: string): boolean {
  return text.length <= 128 && isoDatetime.test(text);
}

/** Whether a date and time says its time zone; a date alone has none. */
export function hasTimeZone(text: string): boolean {
  if (text.endsWith("Z")) return true;
  const time = text.indexOf("T");
  return time >= 0 && /[+-]/.test(text.slice(time));
}
