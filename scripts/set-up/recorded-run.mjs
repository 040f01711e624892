import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { pathWithPinnedNode, pinnedNode, root, threads } from './places.mjs'
import { say } from './progress.mjs'

/** The line as an object, or null when it is not one line of JSON. */
function parseResult(line) {
  try {
    const value = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}

/**
 * Runs one TypeScript file with Node 24, shows its output as it comes and keeps its last line, a JSON
 * object, in bench/results. Answers whether it ended well with such a line.
 */
export async function recordedRun(file, { name, args = [], env = {} }) {
  const child = spawn(pinnedNode, [file, ...args], {
    cwd: root,
    env: { ...threads, ...process.env, ...env, PATH: pathWithPinnedNode() },
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  const stop = (signal) => child.kill(signal)
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const ended = new Promise((settle) => child.once('close', settle))
  let lastLine = ''
  for await (const line of createInterface({ input: child.stdout })) {
    process.stdout.write(`${line}\n`)
    if (line.trim() !== '') lastLine = line
  }
  const code = await ended
  process.off('SIGINT', stop).off('SIGTERM', stop)
  const result = parseResult(lastLine)
  if (result === null) say(`${name} did not end with a line of JSON`)
  else {
    const folder = join(root, 'bench/results')
    const path = join(folder, `${name}-${new Date().toISOString().slice(0, 10)}.json`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, `${JSON.stringify(result, null, 2)}\n`)
    say(`kept ${relative(root, path)}`)
  }
  return code === 0 && result !== null
}
