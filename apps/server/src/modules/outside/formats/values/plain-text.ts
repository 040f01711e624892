// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001F\u007F]+/g
// oxlint-disable-next-line no-control-regex
const hasControl = /[\u0000-\u001F\u007F]/

/** Longer than any name of a product; what is longer is cut. */
const longest = 1000

/**
 * Text that a database takes: no control characters (PostgreSQL refuses the first of them), no halves of characters, not
 * without end.
 */
export const plainText = (text: string, length = longest): string => {
  const clean = hasControl.test(text) ? text.replaceAll(controls, ' ').trim() : text
  // A cut may go through a character of two halves.
  const bounded = clean.length > length ? clean.slice(0, length) : clean
  return bounded.isWellFormed() ? bounded : bounded.toWellFormed()
}
