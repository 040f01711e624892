import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root } from './places.mjs'
import { say, SetUpError } from './progress.mjs'

const longestWaitMs = 20 * 60_000
const takeoverLimitMs = 5_000

/** When the process started, in clock ticks since boot: a pid alone may have been given to another process. */
function processStart(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return null
  }
}

function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return startedAt === null || processStart(pid) === startedAt
}

function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Removes a lock whose owner died. The short-lived folder keeps two takers from removing each other's. */
function removeDeadLock(file) {
  const takeover = `${file}.takeover`
  try {
    mkdirSync(takeover)
  } catch {
    try {
      if (Date.now() - statSync(takeover).mtimeMs > takeoverLimitMs) rmdirSync(takeover)
    } catch {
      // Another taker has just finished.
    }
    return
  }
  try {
    const owner = readOwner(file)
    if (owner !== null && !isAlive(owner)) unlinkSync(file)
  } finally {
    rmdirSync(takeover)
  }
}

function tryToLock(file) {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) }))
  try {
    // A hard link appears with its content or not at all, so no reader ever sees an empty lock.
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * Runs `work` while no other set-up of the same checkout runs. A lock left behind by a killed process is
 * taken over.
 */
export async function alone(work, { folder = join(root, '.cache'), waitMs = 250 } = {}) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'set-up.lock')
  const attempts = Math.ceil(longestWaitMs / waitMs)
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (tryToLock(file)) {
      try {
        return await work()
      } finally {
        rmSync(file, { force: true })
      }
    }
    const owner = readOwner(file)
    if (owner !== null && !isAlive(owner)) removeDeadLock(file)
    else {
      if (attempt === 0) say(`waiting for the set-up that process ${owner?.pid ?? '?'} is doing …`)
      await pause(waitMs)
    }
  }
  throw new SetUpError(`another set-up of this checkout did not end; when none runs, delete ${file}`)
}
