import { mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Converter } from './convert.ts'
import type { Row } from './row.ts'
import { tryRow, type Trial } from './try-row.ts'

/** An address on the loopback that counts who comes by. */
export const openListener = async () => {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    address: `http://127.0.0.1:${port}`,
    connections: () => connections,
    close: () => server.close(),
  }
}

/** Makes the file of a row in a folder of its own and sends it through; nothing may appear beside what was made for it. */
export const tryMade = async (
  converter: Converter,
  row: Row,
  { folder, rungs }: { readonly folder: string; readonly rungs: readonly number[] },
): Promise<Trial> => {
  const place = await mkdtemp(join(folder, 'row-'))
  const source = join(place, row.file)
  await row.make(source)
  const made = join(place, 'made')
  await mkdir(made)
  const before = await readdir(place)
  const { name, expected } = row
  const trial = await tryRow(converter, { name, source, folder: made, rungs, expected })
  const strays = (await readdir(place)).filter((file) => !before.includes(file))
  const faults = strays.map((file) => `${file} was written outside the folder of the conversion`)
  return { ...trial, faults: [...trial.faults, ...faults] }
}

/** Command lines of programs that still work on files of this folder, whoever started them. */
export const programsAt = async (folder: string): Promise<string[]> => {
  const found: string[] = []
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(folder) && /ffmpeg|ffprobe|bwrap/.test(line)) found.push(line.replaceAll('\0', ' '))
  }
  return found
}
