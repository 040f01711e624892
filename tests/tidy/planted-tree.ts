import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './source-files.ts'

/** A copy of the sources, inside the repository so that packages resolve, in which sins can be planted. */
export interface PlantedTree extends Disposable {
  readonly folder: string
  plant(path: string, text: string): void
}

const copied = [
  'tsconfig.base.json',
  'apps/server/package.json',
  'apps/server/src/config',
  'apps/server/src/platform',
  'apps/server/src/modules',
  'apps/web/package.json',
  'packages/contract',
  'packages/metrics',
  'packages/money',
]

const isWanted = (path: string): boolean => !/\/(node_modules|dist)$|\.test\.tsx?$/.test(path)

/** Copies left behind by a run that was killed. */
const removeOrphans = (): void => {
  const folder = join(root, 'tests/tidy')
  for (const name of readdirSync(folder)) {
    const pid = /^\.planted-[a-z]+-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && existsSync('/proc/self') && !existsSync(`/proc/${pid}`)) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}

/** Copies the tree; disposing it removes the copy. */
export const plantedTree = (name: string): PlantedTree => {
  const folder = join(root, 'tests/tidy', `.planted-${name}-${process.pid}`)
  removeOrphans()
  rmSync(folder, { recursive: true, force: true })
  for (const path of copied)
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: isWanted })
  mkdirSync(join(folder, 'node_modules/@busker'), { recursive: true })
  for (const name of ['contract', 'metrics', 'money']) {
    symlinkSync(join(folder, 'packages', name), join(folder, 'node_modules/@busker', name))
  }
  return {
    folder,
    plant: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
