/** A text in the forms in which bytes may carry it: as it is, in two encodings, and in base64 at any of three places. */
const formsOf = (text: string): Buffer[] => {
  const encodings = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  const coded = encodings.flatMap((bytes) =>
    [0, 1, 2].map((before) => {
      const shifted = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
      // At both ends characters hang together with what stands beside the text.
      return Buffer.from(shifted.slice(before === 0 ? 0 : 4, -4))
    }),
  )
  return [...encodings, ...coded.filter((form) => form.length >= 4)]
}

/**
 * Which of these texts are in there, in any form.
 *
 * @example tracesIn(await readFile(path), ['Jane Plantedname'])
 */
export const tracesIn = (place: Uint8Array | string, texts: readonly string[]): string[] => {
  const bytes = Buffer.from(place)
  return texts.filter((text) => formsOf(text).some((form) => bytes.includes(form)))
}
