import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** The same date on every entry, so that the same market gives the same bytes. */
const entryDate = new Date('2026-01-01T12:00:00Z')

/** A ZIP file of texts. */
export const zipOf = async (
  entries: readonly { readonly name: string; readonly text: string }[],
): Promise<Uint8Array> => {
  const zip = new ZipFile()
  for (const { name, text } of entries) {
    zip.addBuffer(Buffer.from(text, 'utf8'), name, { mtime: entryDate, compressionLevel: 4 })
  }
  zip.end()
  return buffer(zip.outputStream)
}
