const inOrder = (value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(
    entries.flatMap(([key, each]) => (each === undefined ? [] : [[key, inOrder(each)] as const])),
  )
}

/** One text for one request, whatever the order of its fields: what its hash is made of. */
export const canonical = (value: unknown): string => JSON.stringify(inOrder(value))
