import { execFile, spawn } from 'node:child_process'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { text as readText } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import type { TextsFound } from '../../../apps/server/src/testing/find-texts.ts'
import { tracesIn } from '../../../apps/server/src/testing/traces.ts'

const program = resolve(import.meta.dirname, '../../../apps/server/src/testing/find-texts.ts')

/** Looks for texts in the databases, the journal and the log of a stopped data folder. */
export const findInDataFolder = async (
  dataFolder: string,
  texts: readonly string[],
): Promise<TextsFound[]> => {
  const env = { ...process.env, NODE_OPTIONS: '' }
  const child = spawn(process.execPath, [program, dataFolder], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(texts))
  const output = await readText(child.stdout)
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as TextsFound[]
}

/** Looks for texts in every entry of a backup, unpacked. */
export const findInBackup = async (
  file: string,
  texts: readonly string[],
  scratch: string,
): Promise<TextsFound[]> => {
  await mkdir(scratch)
  await promisify(execFile)('tar', ['-xf', file, '-C', scratch])
  const entries = await readdir(scratch, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const found: TextsFound[] = []
  for (const place of files) {
    const bytes = await readFile(place)
    const plain = place.endsWith('.gz') ? gunzipSync(bytes) : bytes
    found.push({ place, characters: plain.length, found: tracesIn(plain, texts) })
  }
  return found
}
