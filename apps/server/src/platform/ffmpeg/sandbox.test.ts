import { spawn, spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { assert } from '#platform/assert'
import { findFfmpeg, type Ffmpeg } from './find.ts'
import { safeInput } from './input.ts'
import { probe } from './probe.ts'
import { run } from './run.ts'
import { pathWith, ffmpegBench } from './test-bench.ts'

// Runs take CPU seconds; on a busy machine the clock on the wall is no measure.
vi.setConfig({ testTimeout: 120_000 })

const bench = ffmpegBench()
const wallMs = 100_000
const tiny = ['--ro-bind', '/', '/', '--unshare-pid', '--unshare-net', 'true']
// Where bubblewrap is forbidden (many containers) nothing can be proved about it.
const bubblewrap = 'bwrap'
const canIsolate = spawnSync(bubblewrap, tiny).status === 0

/** Counts who connects while `work` runs. */
const listening = async (work: (port: number) => Promise<void>): Promise<number> => {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = server.address()
  assert(address !== null && typeof address === 'object', 'the server listens on a port')
  await work(address.port).finally(() => new Promise((resolve) => server.close(resolve)))
  return connections
}

const rawFrame = ['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', '4x1']

/** Reads a file of 4 bytes as if it were a picture; no whitelist is in the way. */
const copyRaw = async (
  ffmpeg: Ffmpeg,
  from: string,
  to?: string,
): Promise<{ outcome: string; copied: string }> => {
  const task = await bench().writing((at) => [
    ...[...rawFrame, '-i', `file:${from}`, '-f', 'rawvideo', to ?? at.output('copy')],
  ])
  const { outcome } = await run(ffmpeg, task, { wallMs })
  return { outcome, copied: await readFile(join(task.outputFolder, 'copy'), 'latin1').catch(() => '') }
}

test.skipIf(!canIsolate)('where bubblewrap works, it is used', () => {
  expect(bench().ffmpeg.sandbox).toEqual({ level: 'isolated', network: false, reason: '' })
})

describe.skipIf(!canIsolate)('an isolated child', () => {
  test('reaches no network, though a limited one does', async () => {
    const { ffmpeg, limited, writing } = bench()
    const connect = (which: Ffmpeg) =>
      listening(async (port) => {
        const task = await writing(() => ['-i', `http://127.0.0.1:${port}/x`, '-f', 'null', '-'])
        expect((await run(which, task, { wallMs })).outcome).toBe('failed')
      })
    expect(await connect(ffmpeg)).toBe(0)
    // Without this the test above might prove nothing.
    expect(await connect(limited)).toBeGreaterThan(0)
  })

  test('reads nothing but its inputs', async () => {
    const { ffmpeg, limited, write } = bench()
    const secret = await write('secret', 'abcd')
    expect(await copyRaw(ffmpeg, secret)).toEqual({ outcome: 'failed', copied: '' })
    expect(await copyRaw(limited, secret)).toEqual({ outcome: 'done', copied: 'abcd' })
    const { outcome } = await copyRaw(ffmpeg, '/etc/passwd')
    expect(outcome).toBe('failed')
  })

  test('writes nowhere but into its folder', async () => {
    const { ffmpeg, folder, write, writing } = bench()
    const input = await write('input', 'abcd')
    await mkdir(join(folder, 'elsewhere'))
    for (const target of [join(folder, 'elsewhere/x'), '/usr/x', '/x/x', '/in/0']) {
      const task = await writing(
        (at) => [...rawFrame, '-i', `file:${at.input(0)}`, '-f', 'rawvideo', target],
        [input],
      )
      expect((await run(ffmpeg, task, { wallMs })).outcome, target).toBe('failed')
    }
    expect(await readdir(join(folder, 'elsewhere'))).toEqual([])
    expect(await readFile(input, 'latin1')).toBe('abcd')
    const task = await writing(() => [])
    const outside = { ...task, args: (at: { output(name: string): string }) => [at.output('../x')] }
    await expect(run(ffmpeg, outside, { wallMs })).rejects.toThrow('output folder')
  })

  test('has no privileges and sees no other process', async () => {
    const { ffmpeg } = bench()
    const args = [...(ffmpeg.limiter.bubblewrap ?? []), 'sh', '-c', 'cat /proc/self/status; ls /proc']
    const seen = spawnSync(bubblewrap, args, { env: { PATH: '/usr/bin:/bin' } }).stdout.toString()
    expect(seen).toMatch(/^CapEff:\s0+$/m)
    expect(seen).toMatch(/^NoNewPrivs:\s1$/m)
    expect(seen.match(/^\d+$/gm)?.length).toBeLessThanOrEqual(4)
  })

  test('an FFmpeg outside the system’s folders starts inside too', async () => {
    const { ffmpeg, folder } = bench()
    const own = join(folder, 'own')
    await mkdir(join(own, 'bin'), { recursive: true })
    await mkdir(join(own, 'root'))
    for (const [name, path] of [['ffmpeg', ffmpeg.path] as const, ['ffprobe', ffmpeg.probePath] as const]) {
      await symlink(path, join(own, 'root', name))
      const script = `#!/bin/sh\nexec "\${0%/*}/../root/${name}" "$@"\n`
      await writeFile(join(own, 'bin', name), script, { mode: 0o755 })
    }
    const found = await findFfmpeg({ ffmpegPath: join(own, 'bin/ffmpeg') })
    expect(found?.sandbox.level).toBe('isolated')
    expect(found?.probePath).toBe(join(own, 'bin/ffprobe'))
  })
})

describe('without bubblewrap', () => {
  test('prlimit and setpriv are left, and a reason is given', () => {
    const { limited } = bench()
    expect(limited.sandbox.network).toBe(true)
    expect(limited.sandbox.reason).not.toBe('')
    if (process.platform !== 'linux') return
    expect(limited.sandbox).toMatchObject({ level: 'limited', reason: 'bubblewrap is not installed.' })
    expect(limited.limiter.setpriv).toContain('--no-new-privs')
  })

  test('with nothing at all only time is limited', async () => {
    const { ffmpeg, folder } = bench()
    const searchPath = await pathWith(join(folder, 'bare'), ['true', 'sh'])
    const bare = await findFfmpeg({ ffmpegPath: ffmpeg.path, searchPath })
    expect(bare?.sandbox).toMatchObject({ level: 'bare', network: true })
  })
})

test.each(['ffmpeg', 'limited'] as const)('a playlist in disguise opens nothing (%s)', async (level) => {
  const { [level]: ffmpeg, write, writing } = bench()
  const secret = await write('secret', 'abcd')
  const connections = await listening(async (port) => {
    const address = `http://127.0.0.1:${port}/x.ts`
    const lists = [
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${address}\n#EXTINF:1,\nfile://${secret}\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${address}'\nfile '${secret}'\n`,
      // The same behind a byte that hides the text from the first look.
      `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${address}\n#\u0001\n#EXT-X-ENDLIST\n`,
      `ffconcat version 1.0\nfile '${address}'\n#\u0001\n`,
    ]
    for (const [at, list] of lists.entries()) {
      const file = await write(`list-${at}.mp4`, list)
      expect((await probe(ffmpeg, file)).kind).toBe('unreadable')
      const task = await writing((places) => [...safeInput(places.input(0)), places.output('x.mp4')], [file])
      expect((await run(ffmpeg, task, { wallMs })).outcome).toBe('failed')
      expect(await readdir(task.outputFolder)).toEqual([])
    }
  })
  expect(connections).toBe(0)
})

const runningWith = async (marker: string): Promise<string[]> => {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
    if (line.includes(marker) && !line.includes('--input-type')) found.push(pid)
  }
  return found
}

/** Looks again until the answer is as wished; the number of looks is bounded, not the result's time. */
const eventually = async (look: () => Promise<boolean>): Promise<boolean> => {
  for (let times = 0; times < 1000; times++) {
    if (await look()) return true
    await sleep(20)
  }
  return false
}

test.skipIf(process.platform !== 'linux').each(['ffmpeg', 'limited'] as const)(
  'nothing is left when the parent is killed (%s)',
  async (level) => {
    const { [level]: ffmpeg } = bench()
    const marker = `orphan-of-${process.pid}-${level}`
    const program = `
      const { run } = await import(${JSON.stringify(new URL('./run.ts', import.meta.url).href)})
      const args = () => ['-f', 'lavfi', '-i', 'testsrc', '-metadata', 'title=${marker}', '-f', 'null', '-']
      await run(${JSON.stringify(ffmpeg)}, { inputs: [], outputFolder: null, args }, { wallMs: 600_000 })`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' })
    // One more than FFmpeg itself where bubblewrap stands before it.
    const expected = ffmpeg.limiter.bubblewrap === null ? 1 : 3
    expect(await eventually(async () => (await runningWith(marker)).length >= expected)).toBe(true)
    parent.kill('SIGKILL')
    expect(await eventually(async () => (await runningWith(marker)).length === 0)).toBe(true)
  },
)
