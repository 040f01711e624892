/** What a spreadsheet would take for a formula, in a cell that somebody else wrote. */
const formulaStart = /^[=+\-@\t\r]/

/**
 * A cell of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula is disarmed with a leading apostrophe;
 * a number is given as a number and stays one; null is an empty cell.
 */
export const csvCell = (value: string | number | null): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = formulaStart.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A line of a CSV file with its end. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`
