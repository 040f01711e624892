import { spawn } from 'node:child_process'

/** Of a failing command only the end of its output is worth keeping. */
const keptOutputChars = 20_000

/**
 * Runs a command to its end. With `show` its output goes to our stderr, otherwise it is collected.
 * A command that cannot be started at all answers with code 127 instead of throwing.
 */
export function run(command, args, { cwd, env, show = false, timeoutMs } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: show ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-keptOutputChars)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.once('error', (error) => settle({ code: 127, output: error.message }))
    child.once('close', (code, signal) => settle({ code: code ?? 1, signal, output }))
  })
}
