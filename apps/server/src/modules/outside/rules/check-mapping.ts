import type { ImportFormat, ImportMapping } from '@busker/contract'

export interface MappingFault {
  readonly path: string
  readonly message: string
}

/** What is wrong with what a member says about the columns of a file; nothing: it can be read so. */
export const mappingFaults = (
  { format, columns }: ImportMapping,
  known: { readonly formats: readonly ImportFormat[]; readonly headers: readonly string[] },
): MappingFault[] => {
  const chosen = known.formats.find((one) => one.format === format)
  if (chosen === undefined) return [{ path: 'format', message: 'No such kind of file is known.' }]
  const fields = new Set(chosen.fields.map(({ field }) => field))
  const seen = new Set<string>()
  const faults = Object.entries(columns).flatMap(([header, field]): MappingFault[] => {
    const path = `columns.${header}`
    if (!known.headers.includes(header)) return [{ path, message: 'The file has no such column.' }]
    if (!fields.has(field)) return [{ path, message: 'Such a file has no such field.' }]
    if (seen.has(field)) return [{ path, message: 'Another column is that already.' }]
    seen.add(field)
    return []
  })
  const headerOf = new Map(chosen.fields.map(({ field, header }) => [field, header]))
  const missing = chosen.needs.filter((group) => !group.some((field) => seen.has(field)))
  return [
    ...faults,
    ...missing.map((group) => {
      const names = group.map((field) => `"${headerOf.get(field) ?? field}"`)
      return { path: group.join(), message: `Say which column is ${names.join(' or ')}.` }
    }),
  ]
}
