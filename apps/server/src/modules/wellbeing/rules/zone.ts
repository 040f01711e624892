const zonePattern = /^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)*$/

/** The zone if there is one of this name (IANA); else null. Anybody may send anything in a header. */
export const knownZone = (name: string | null): string | null => {
  if (name === null || !zonePattern.test(name)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '' ? null : name
  } catch {
    return null
  }
}
