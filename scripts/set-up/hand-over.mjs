import { spawn, spawnSync } from 'node:child_process'
import { compileCache, pathWithPinnedNode, pinnedNode, root, threads } from './places.mjs'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

/** Where setpriv exists, the kernel itself tells the child when this script dies by `kill -9`. */
function withDeathSignal(command) {
  const probe = spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true'], { stdio: 'ignore' })
  return probe.status === 0 ? ['setpriv', '--pdeathsig', 'TERM', ...command] : command
}

function runAsChild(command, env) {
  const [program, ...args] = withDeathSignal(command)
  const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' })
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  child.once('error', (error) => {
    process.stderr.write(`busker: ${error.message}\n`)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    if (signal === null) process.exitCode = code ?? 1
    else {
      // Dying of the same signal tells our own parent the truth.
      for (const name of forwarded) process.removeAllListeners(name)
      process.kill(process.pid, signal)
    }
  })
}

/**
 * Lets Node 24 take over with these arguments. A Node that can replace itself does so (same process, so
 * signals, exit code and death are its own); an older one starts a child and passes everything on.
 */
export function handOver(args, extraEnv = {}) {
  const env = { ...threads, ...compileCache, ...process.env, ...extraEnv, PATH: pathWithPinnedNode() }
  const command = [pinnedNode, ...args]
  if (typeof process.execve !== 'function') return runAsChild(command, env)
  process.chdir(root)
  // The replacement is marked experimental by Node; its warning would be noise on every start.
  process.removeAllListeners('warning')
  process.execve(pinnedNode, command, env)
}
