const control = /\p{Cc}/gu;

/** Control characters are shown, not obeyed: a name in a file must not steer the terminal, nor break a line. */
export function visible(text: string): string {
  return text.replace(control, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
