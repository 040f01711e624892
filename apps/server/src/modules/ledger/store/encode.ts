/**
 * Columns of a batch as array literals: one parameter for each column, whatever the number of rows, and nothing to parse but
 * commas. The driver's own way looks at each value.
 */
export const plainArray = (values: readonly (string | number | bigint | boolean)[]): string =>
  `{${values.join(',')}}`

const quoted = (text: string | null): string =>
  text === null ? 'NULL' : `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`

export const textArray = (values: readonly (string | null)[]): string => `{${values.map(quoted).join(',')}}`

/** Bytes, given in hexadecimal. */
export const bytesArray = (values: readonly string[]): string =>
  `{${values.map((hex) => `"\\\\x${hex}"`).join(',')}}`

/** Values that need no quotes, some of them absent. */
export const sparseArray = (values: readonly (string | bigint | null)[]): string =>
  `{${values.map((value) => (value === null ? 'NULL' : String(value))).join(',')}}`

export const timeArray = (valuesMs: readonly number[]): string =>
  `{${valuesMs.map((ms) => `"${new Date(ms).toISOString()}"`).join(',')}}`
