/** One line per step on stderr, so that stdout stays free for what a command prints. */
export function say(line) {
  process.stderr.write(`busker: ${line}\n`)
}

/** Runs one step of the set-up and says what it is and how long it took. */
export async function step(title, work) {
  const startedAt = performance.now()
  say(`${title} …`)
  const result = await work()
  say(`${title}: done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return result
}

/** A reason for stopping that is shown as one line, without a stack trace. */
export class SetUpError extends Error {
  name = 'SetUpError'
}

/** Runs a script's main function; an expected failure becomes one line and exit code 1. */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
