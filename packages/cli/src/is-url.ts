/** Whether a PATH argument is an http(s) URL and not a file or folder. */
export function isUrl(path: string): boolean {
  return /^https?:\/\//i.test(path);
}
