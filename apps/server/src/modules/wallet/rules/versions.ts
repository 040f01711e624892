/** One version of something that is sold or given. */
export interface Version {
  readonly version: number
  readonly startsAt: Date
}

/** The version that counts at a moment: the highest that has begun. Null: none has. */
export const versionAt = <V extends Version>(versions: readonly V[], atMs: number): V | null => {
  let found: V | null = null
  for (const one of versions)
    if (one.startsAt.getTime() <= atMs && (found === null || one.version > found.version)) found = one
  return found
}

/** The versions that count, one for each id at most. */
export const currentOf = <V extends Version>(
  versions: readonly V[],
  { idOf, atMs }: { readonly idOf: (version: V) => string; readonly atMs: number },
): V[] =>
  [...Map.groupBy(versions, idOf).values()].flatMap((ofOne) => {
    const current = versionAt(ofOne, atMs)
    return current === null ? [] : [current]
  })

/**
 * When the next version begins: now unless it says later, and never before one that is there, so that versions follow one
 * another in time. Null: what it says is too early.
 */
export const startOfNext = (
  known: readonly Version[],
  { asked, now }: { readonly asked: Date | null; readonly now: Date },
): Date | null => {
  const start = asked ?? now
  if (start < now || known.some(({ startsAt }) => startsAt > start)) return null
  return start
}
