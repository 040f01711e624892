import type { ImportFormat, ImportMapping } from '@busker/contract'

/** What was chosen for columns, as far as this kind of file has such fields; of two for one field the first. */
export const mappingFor = (
  { format, fields }: ImportFormat,
  columns: Readonly<Record<string, string>>,
): ImportMapping => {
  const free = new Set(fields.map(({ field }) => field))
  const kept = Object.entries(columns).filter(([, field]) => free.delete(field))
  return { format, columns: Object.fromEntries(kept) }
}

/** The names of what a file of this kind must have and has no column for yet. */
export const missingIn = ({ fields, needs }: ImportFormat, chosen: readonly string[]): string[] => {
  const nameOf = new Map(fields.map(({ field, header }) => [field, header]))
  return needs
    .filter((group) => !group.some((field) => chosen.includes(field)))
    .map((group) => group.map((field) => nameOf.get(field) ?? field).join(' / '))
}
