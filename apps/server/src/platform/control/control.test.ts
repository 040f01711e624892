import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError, StartError } from '#platform/errors'
import { silentLog } from '#platform/log'
import { callControl } from './call-control.ts'
import { acquireDataFolder, findOwner } from './data-folder.ts'
import { explainFolderFault } from './folder-faults.ts'
import { socketPathOf } from './socket-path.ts'

const log = silentLog()
let root: string
let folders = 0
const newFolder = () => join(root, `data${(folders += 1)}`)
beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'control-')))
})
afterAll(() => rm(root, { recursive: true }))

const program = `
  import { acquireDataFolder } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
  const log = { event() {}, warn() {}, error() {}, child() { return log } }
  let owned = null
  process.on('message', async (order) => {
    if (order === 'release') {
      await owned.release()
      return process.send('released')
    }
    try {
      owned = await acquireDataFolder(process.argv[1], { log })
      owned.announce('http://127.0.0.1:8480')
      owned.serveControl({ hang: (_, { progress }) => { progress('hanging'); return new Promise(() => {}) } })
      process.send('owner')
    } catch (error) {
      process.send('refused ' + error.message)
    }
  })
  process.send('ready')
`

/** A process that tries to own the folder whenever it is told to. */
const startProcess = async (folder: string) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  const ask = async (order: 'acquire' | 'release'): Promise<string> => {
    const answer = once(child, 'message')
    child.send(order)
    return String((await answer)[0])
  }
  return { child, ask }
}

const kill = async (child: ChildProcess): Promise<void> => {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

describe('one owner', () => {
  test('of simultaneous starts exactly one wins, 20 times, also after a kill -9 of the owner before', async () => {
    const folder = newFolder()
    const processes = await Promise.all([startProcess(folder), startProcess(folder), startProcess(folder)])
    const winnerOf = async () => {
      const answers = await Promise.all(processes.map((each) => each.ask('acquire')))
      expect(answers.filter((each) => each === 'owner')).toHaveLength(1)
      for (const each of answers) if (each !== 'owner') expect(each).toContain('refused Busker already runs')
      return answers.indexOf('owner')
    }
    for (let round = 0; round < 20; round += 1) {
      const winner = processes[await winnerOf()]
      if (winner === undefined || round % 5 !== 4) {
        expect(await winner?.ask('release')).toBe('released')
        continue
      }
      await kill(winner.child)
      expect(await callControl(folder, { command: 'ping' })).toBeNull()
      processes[processes.indexOf(winner)] = await startProcess(folder)
    }
    await Promise.all(processes.map((each) => kill(each.child)))
  }, 60_000)

  test('a second start names the process, its address and the next step', async () => {
    const folder = newFolder()
    const { child, ask } = await startProcess(folder)
    expect(await ask('acquire')).toBe('owner')
    await expect(acquireDataFolder(folder, { log })).rejects.toThrow(
      `Busker already runs on this data folder (process ${child.pid}, http://127.0.0.1:8480). Stop it first, or set BUSKER_DATA to another folder.`,
    )
    expect(await findOwner(folder)).toEqual({ pid: child.pid, address: 'http://127.0.0.1:8480' })
    await kill(child)
    const taken = await acquireDataFolder(folder, { log })
    expect(await findOwner(folder)).toEqual({ pid: process.pid, address: null })
    await taken.release()
    expect(await findOwner(folder)).toBeNull()
  })

  test('a release gives the folder back, whatever name it is asked for by', async () => {
    const folder = newFolder()
    const link = `${folder}-link`
    await symlink(folder, link)
    const first = await acquireDataFolder(folder, { log })
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    await expect(acquireDataFolder(link, { log })).rejects.toThrow('already runs')
    expect(await findOwner(link)).toEqual({ pid: process.pid, address: null })
    await first.release()
    const second = await acquireDataFolder(link, { log })
    expect(second.path).toBe(folder)
    await second.release()
    expect(await readdir(folder)).toEqual(['owner.lock'])
  })

  test('a folder whose path is too long for a socket has it in a private folder elsewhere', async () => {
    const folder = join(root, 'x'.repeat(60), 'y'.repeat(60))
    const owned = await acquireDataFolder(folder, { log })
    const { path, substitute } = socketPathOf(folder)
    expect(Buffer.byteLength(path)).toBeLessThan(100)
    expect((await stat(substitute ?? '')).mode & 0o777).toBe(0o700)
    expect(await findOwner(folder)).toEqual({ pid: process.pid, address: null })
    await expect(acquireDataFolder(folder, { log })).rejects.toThrow('already runs')
    await chmod(substitute ?? '', 0o755)
    expect(await findOwner(folder)).toBeNull()
    await chmod(substitute ?? '', 0o700)
    await owned.release()
    await expect(stat(substitute ?? '')).rejects.toThrow('ENOENT')
    await mkdir(substitute ?? '')
    await chmod(substitute ?? '', 0o777)
    await expect(acquireDataFolder(folder, { log })).rejects.toThrow('open to others')
    await rm(substitute ?? '', { recursive: true })
  })
})

describe('folders that cannot be used', () => {
  test('a file in the place of the folder, or above it', async () => {
    const file = newFolder()
    await writeFile(file, '')
    for (const folder of [file, join(file, 'below')]) {
      const refused = acquireDataFolder(folder, { log })
      await expect(refused).rejects.toThrow(StartError)
      await expect(refused).rejects.toThrow('is a file or lies below one')
    }
    expect(await callControl(file, { command: 'ping' })).toBeNull()
  })

  test('a place where no folder can be made', async () => {
    await expect(acquireDataFolder('/proc/busker/data', { log })).rejects.toThrow('cannot be created')
  })

  test('every known fault has one sentence with a next step, an unknown one has none', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']) {
      const message = explainFolderFault('/data', Object.assign(new Error(code), { code }))?.message
      expect(message).toMatch(/^The data folder \/data .*BUSKER_DATA to .*\.$/)
      expect(message).not.toContain('\n')
    }
    expect(explainFolderFault('/data', new TypeError('other'))).toBeNull()
  })
})

describe('commands', () => {
  test('nobody there is null; while it starts, callers are told to wait', async () => {
    const folder = newFolder()
    expect(await callControl(folder, { command: 'echo' })).toBeNull()
    const owned = await acquireDataFolder(folder, { log })
    await expect(callControl(folder, { command: 'echo' })).rejects.toThrow('still starting')
    await owned.release()
    expect(await callControl(folder, { command: 'echo' })).toBeNull()
  })

  test('results, progress and errors come back', async () => {
    const folder = newFolder()
    const owned = await acquireDataFolder(folder, { log })
    owned.serveControl({
      echo: async (argument) => argument,
      nothing: async () => undefined,
      count: async (_, { progress }) => {
        for (const each of [1, 2, 3]) progress({ done: each })
        return 'counted'
      },
      full: async () => {
        throw new AppError('disk_full')
      },
      broken: async () => {
        throw new TypeError('secret detail')
      },
    })
    const argument = { text: 'ä\n"', list: [1, null], long: 'x'.repeat(500_000) }
    expect(await callControl(folder, { command: 'echo', arguments: argument })).toEqual({ result: argument })
    expect(await callControl(folder, { command: 'nothing' })).toEqual({ result: null })
    const seen: unknown[] = []
    const counted = await callControl(folder, { command: 'count', onProgress: (value) => seen.push(value) })
    expect(counted).toEqual({ result: 'counted' })
    expect(seen).toEqual([{ done: 1 }, { done: 2 }, { done: 3 }])
    await expect(callControl(folder, { command: 'full' })).rejects.toThrow('disk of this instance is full')
    await expect(callControl(folder, { command: 'broken' })).rejects.toThrow('failed inside Busker')
    await expect(callControl(folder, { command: 'toString' })).rejects.toThrow('does not know')
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, index) => callControl(folder, { command: 'echo', arguments: index })),
    )
    expect(many).toEqual(Array.from({ length: 20 }, (_, index) => ({ result: index })))
    await owned.release()
  })

  test('what is not a request is refused, and does no harm', async () => {
    const folder = newFolder()
    const owned = await acquireDataFolder(folder, { log })
    owned.serveControl({})
    for (const line of ['GET / HTTP/1.1\r\n', '{"command":""}\n', '[]\n', `"${'x'.repeat(1_100_000)}`]) {
      const socket = connect(socketPathOf(folder).path)
      socket.on('error', () => undefined)
      socket.write(line)
      let text = ''
      for await (const chunk of socket) text += String(chunk)
      expect(text).toBe('{"error":{"message":"This is not a request to Busker."}}\n')
    }
    expect(await findOwner(folder)).not.toBeNull()
    await owned.release()
  })

  test('a command is aborted when its caller leaves and when the owner stops, idle connections are not waited for', async () => {
    const folder = newFolder()
    const owned = await acquireDataFolder(folder, { log })
    const aborted: string[] = []
    const callerLeft = Promise.withResolvers<void>()
    owned.serveControl({
      wait: (argument, { signal, progress }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted.push(String(argument))
            if (argument === 'leaver') callerLeft.resolve()
            resolve('aborted')
          })
          progress('waiting')
        }),
    })
    const leaver = new AbortController()
    const left = callControl(folder, {
      command: 'wait',
      arguments: 'leaver',
      signal: leaver.signal,
      onProgress: () => leaver.abort(),
    })
    await expect(left).rejects.toThrow('Busker stopped before')
    await callerLeft.promise
    const idle = connect(socketPathOf(folder).path)
    await once(idle, 'connect')
    const waiting = Promise.withResolvers<void>()
    const stayed = callControl(folder, {
      command: 'wait',
      arguments: 'stayer',
      onProgress: () => waiting.resolve(),
    })
    await waiting.promise
    await owned.release()
    expect(await stayed).toEqual({ result: 'aborted' })
    expect(aborted).toEqual(['leaver', 'stayer'])
    idle.destroy()
  })

  test('an owner that is killed in the middle of a command leaves a clear message', async () => {
    const folder = newFolder()
    const { child, ask } = await startProcess(folder)
    expect(await ask('acquire')).toBe('owner')
    const exited = once(child, 'exit')
    const call = callControl(folder, { command: 'hang', onProgress: () => child.kill('SIGKILL') })
    await expect(call).rejects.toThrow('Busker stopped before the command was done')
    await exited
  })
})
