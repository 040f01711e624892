/**
 * Prints what the feed route loads before the first interaction, gzipped, and fails above the budget. Run it after
 * `vite build`: it follows the static imports of the entry in the build's own manifest, and adds the largest catalog
 * of the first page, because the entry loads one before it renders; the words of other pages come with these.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const budgetBytes = 170 * 1024
const dist = join(import.meta.dirname, '../dist')
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))

const withImports = (key, found = new Set()) => {
  if (found.has(key)) return found
  found.add(key)
  for (const imported of manifest[key].imports ?? []) withImports(imported, found)
  return found
}
const gzipBytes = (file) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const sized = (keys) =>
  keys.map((key) => ({ file: manifest[key].file, bytes: gzipBytes(manifest[key].file) }))

const entry = sized([...withImports('index.html')])
const catalogs = sized(Object.keys(manifest).filter((key) => /^src\/locales\/[a-z]+\.po$/.test(key)))
const largestCatalog = catalogs.toSorted((one, other) => other.bytes - one.bytes).slice(0, 1)
const loaded = [...entry, ...largestCatalog].toSorted((one, other) => other.bytes - one.bytes)
const totalBytes = loaded.reduce((sum, { bytes }) => sum + bytes, 0)

const line = (name, bytes) => `${(bytes / 1024).toFixed(1).padStart(7)} KB  ${name}\n`
for (const { file, bytes } of loaded) process.stdout.write(line(file, bytes))
process.stdout.write(line(`feed route, gzipped (budget ${budgetBytes / 1024} KB)`, totalBytes))
process.exitCode = totalBytes > budgetBytes || loaded.length === 0 ? 1 : 0
