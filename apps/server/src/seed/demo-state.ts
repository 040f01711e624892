import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrno } from '#platform/errors'

/** How far the demo town is: not wanted here, being made, or complete. */
export type DemoState = 'none' | 'making' | 'complete'

const fileIn = (demoFolder: string): string => join(demoFolder, 'state')

export const readDemoState = async (demoFolder: string): Promise<DemoState> => {
  try {
    const text = (await readFile(fileIn(demoFolder), 'utf8')).trim()
    return text === 'making' || text === 'complete' ? text : 'none'
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return 'none'
    throw error
  }
}

export const writeDemoState = async (demoFolder: string, state: DemoState): Promise<void> => {
  await mkdir(demoFolder, { recursive: true, mode: 0o700 })
  const unfinished = `${fileIn(demoFolder)}.new`
  await writeFile(unfinished, `${state}\n`, { mode: 0o600 })
  await rename(unfinished, fileIn(demoFolder))
}
