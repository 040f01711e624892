import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

/** A file of the tree: its path from the root with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
  readonly bytes: number
}

export const root = resolve(import.meta.dirname, '../..')

const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'results'])
const textEndings = /\.(ts|tsx|mts|mjs|cjs|js|json|sql|css|html|md|po|sh|svg|yaml|yml|webmanifest)$/
const ownDotNames = new Set([
  '.ci',
  '.oxlintrc.json',
  '.dependency-cruiser.cjs',
  '.editorconfig',
  '.gitignore',
])

const isSkipped = (name: string): boolean =>
  skippedFolders.has(name) || (name.startsWith('.') && !ownDotNames.has(name)) || name === 'package-lock.json'

/** Every file of the tree below a folder that people wrote; text only where the ending says text. */
export const filesBelow = (folder: string, from = root): SourceFile[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (isSkipped(entry.name)) return []
    if (entry.isDirectory()) return filesBelow(path, from)
    if (!entry.isFile()) return []
    const isText = textEndings.test(entry.name) || entry.name === 'run'
    const text = isText ? readFileSync(path, 'utf8') : ''
    return [{ path: relative(from, path).replaceAll('\\', '/'), text, bytes: statSync(path).size }]
  })
