/**
 * Country codes as somebody types them, apart by anything that is no letter. Null: nothing typed, which means everywhere.
 *
 * @example typedCountries('es, fr ES') // ['ES', 'FR']
 */
export const typedCountries = (text: string): string[] | null => {
  const codes = new Set(text.toUpperCase().match(/\p{L}+/gu) ?? [])
  return codes.size === 0 ? null : [...codes].toSorted()
}

/** Two letters are the form of a code; whether there is such a country is up to whoever types it. */
export const isCountryCode = (code: string): boolean => /^[A-Z]{2}$/.test(code)
