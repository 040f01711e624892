import { spawn } from 'node:child_process'
import { findPackageJSON } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assert } from '#platform/assert'
import { answerSchema, type Answer } from './facts.ts'

/** Longer than any honest file takes: reading an index is a matter of a moment, copying half a gigabyte of seconds. */
const wallMsOf = { facts: 10_000, copy: 30_000 }
/** An hour of video has some ten megabytes of index when it is read. */
const heapMegabytes = 96
const longestAnswerChars = 10_000
const longestComplaintChars = 2000

export interface CopyTask {
  readonly command: 'facts' | 'copy'
  readonly file: string
  /** Where the copy goes; nothing else may be written. */
  readonly target?: string
  readonly signal?: AbortSignal | undefined
  /** Real time after which the child is killed; there is one for each command. */
  readonly wallMs?: number
}

const program = fileURLToPath(new URL('./copy-process.ts', import.meta.url))

/** May read the program, the library and the one file; may start nothing and load no native code. */
const permissionsFor = ({ file, target }: CopyTask): string[] => {
  const manifest = findPackageJSON('mediabunny', import.meta.url)
  assert(manifest !== undefined, 'mediabunny is installed')
  const readable = [dirname(program), dirname(manifest), file]
  const writable = target === undefined ? [] : [target]
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...writable.flatMap((path) => [`--allow-fs-read=${path}`, `--allow-fs-write=${path}`]),
  ]
}

const parse = (text: string): Answer | null => {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Lets a child process read a file with a library of TypeScript. A thread would not do: a file that makes the engine run
 * out of memory would end the server with it. Whatever the child does not answer counts as "cannot be read"; `aborted`
 * says that it was stopped.
 */
export const runCopy = (task: CopyTask): Promise<Answer | { readonly kind: 'aborted' }> =>
  new Promise((resolve, reject) => {
    const { command, file, target = '', signal, wallMs = wallMsOf[command] } = task
    const args = [
      ...permissionsFor(task),
      `--max-old-space-size=${heapMegabytes}`,
      program,
      command,
      file,
      target,
    ]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
      env: {},
      timeout: wallMs,
      killSignal: 'SIGKILL',
    })
    const stop = (): void => void child.kill('SIGKILL')
    signal?.addEventListener('abort', stop, { once: true })
    let [answer, complaint] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      if (answer.length < longestAnswerChars) answer += chunk.toString('utf8')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString('utf8')).slice(-longestComplaintChars)
    })
    child.once('error', reject)
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', stop)
      if (signal?.aborted === true) return resolve({ kind: 'aborted' })
      const reason = `it ended with ${killedBy ?? code}: ${complaint.trim()}`
      resolve(parse(answer) ?? { kind: 'unreadable', reason })
    })
    if (signal?.aborted === true) stop()
  })
