import { readFile, readdir, readlink, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sleep } from '#platform/clock'
import { StartError, hasErrno } from '#platform/errors'
import { runToEnd } from './launcher.ts'

const linkOf = (path: string): Promise<string> => readlink(path).catch(() => '')

/** Linux: a process whose program is `postgres` and whose working folder is this cluster belongs to it. */
const serversInProc = async (cluster: string, entries: readonly string[]): Promise<number[]> => {
  const ids = entries.filter((entry) => /^\d+$/.test(entry))
  const owned = await Promise.all(
    ids.map(async (id) => {
      if ((await linkOf(`/proc/${id}/cwd`)) !== cluster) return []
      const program = basename((await linkOf(`/proc/${id}/exe`)).replace(/ \(deleted\)$/, ''))
      return program === 'postgres' ? [Number(id)] : []
    }),
  )
  return owned.flat()
}

const serversInProcessList = async (cluster: string): Promise<number[]> => {
  const { output } = await runToEnd(['ps', '-axo', 'pid=,command='], 5000)
  return output.split('\n').flatMap((line) => {
    const id = /^\s*(\d+)\s/.exec(line)?.[1]
    return id !== undefined && line.includes('postgres') && line.includes(`-D ${cluster} `)
      ? [Number(id)]
      : []
  })
}

/** The processes of PostgreSQL that run on this cluster, whoever started them. */
export const serversOf = async (cluster: string): Promise<number[]> => {
  const real = await realpath(cluster).catch(() => null)
  if (real === null) return []
  const entries = await readdir('/proc').catch(() => [])
  return entries.length > 0 ? serversInProc(real, entries) : serversInProcessList(real)
}

const signalAll = (ids: readonly number[], signal: NodeJS.Signals): void => {
  for (const id of ids) {
    try {
      process.kill(id, signal)
    } catch (cause) {
      if (hasErrno(cause, 'ESRCH')) continue
      throw new StartError(
        `Process ${id} of another user runs PostgreSQL on this data folder. Stop it, then start again.`,
        { cause },
      )
    }
  }
}

const pollMs = 50

const gone = async (cluster: string, withinMs: number): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += pollMs) {
    if ((await serversOf(cluster)).length === 0) return true
    await sleep(pollMs)
  }
  return false
}

/**
 * Ends what an earlier process of ours left behind, first gently (SIGINT is PostgreSQL's fast shutdown), then not.
 * The caller holds the lock of the data folder, so nobody else can be using these servers.
 */
export const stopLeftovers = async (cluster: string): Promise<{ stopped: number }> => {
  const found = await serversOf(cluster)
  const steps = [
    { signal: 'SIGINT', waitMs: 8000 },
    { signal: 'SIGQUIT', waitMs: 8000 },
    { signal: 'SIGKILL', waitMs: 3000 },
  ] as const
  for (const { signal, waitMs } of steps) {
    const alive = await serversOf(cluster)
    if (alive.length === 0) break
    signalAll(alive, signal)
    if (await gone(cluster, waitMs)) break
  }
  const left = await serversOf(cluster)
  if (left.length > 0) {
    throw new StartError(
      `PostgreSQL process ${left[0]} of this data folder does not stop. End it, then start again.`,
    )
  }
  // No server of this cluster runs, so its lock file is a leftover. PostgreSQL would trust the number in it, which
  // may by now belong to a stranger, and refuse to start until somebody deletes the file by hand.
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  return { stopped: found.length }
}

/** The main process of the server on this cluster, as its lock file says; null when none runs. */
export const mainProcessOf = async (cluster: string): Promise<number | null> => {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const id = Number(text.split('\n')[0])
  return Number.isInteger(id) && id > 0 && (await serversOf(cluster)).includes(id) ? id : null
}
