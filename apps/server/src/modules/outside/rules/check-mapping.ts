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
  const missing = chosen.fields.filter(({ field, isRequired }) => isRequired && !seen.has(field))
  return [
    ...faults,
    ...missing.map(({ field, header }) => ({ path: field, message: `Say which column is "${header}".` })),
  ]
}
