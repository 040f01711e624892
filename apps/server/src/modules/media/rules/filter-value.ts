/**
 * A path as the value of an option inside a filter graph. FFmpeg reads it twice, once as a graph and once as options,
 * and both take a backslash for an escape.
 */
export const filterValue = (text: string): string =>
  text.replaceAll(/[\\':]/g, String.raw`\$&`).replaceAll(/[\\'[\],;]/g, String.raw`\$&`)
