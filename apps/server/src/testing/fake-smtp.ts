import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { assert } from '#platform/assert'

export interface FakeSmtp {
  readonly port: number
  /** Whole messages as they arrived, with their receivers. */
  readonly taken: { to: string[]; message: string }[]
  /** Answers the next commands of this name so, once. */
  answer(command: string, line: string): void
  close(): Promise<void>
}

interface Talk {
  to: string[]
  data: string[] | null
}

const open = (server: Server): Promise<unknown> => {
  server.listen(0, '127.0.0.1')
  return once(server, 'listening')
}

/** A mail server of this process, so far as a test needs one: RFC 5321 without encryption and without accounts. */
export const startFakeSmtp = async (): Promise<FakeSmtp> => {
  const taken: FakeSmtp['taken'] = []
  const answers = new Map<string, string>()
  const sockets = new Set<Socket>()
  const usual: Record<string, string> = {
    EHLO: '250 here',
    STARTTLS: '502 no',
    DATA: '354 go on',
    QUIT: '221 bye',
  }

  const onLine = (socket: Socket, talk: Talk, line: string): void => {
    if (talk.data !== null) {
      if (line !== '.') return void talk.data.push(line.replace(/^\./, ''))
      const said = answers.get('END') ?? '250 taken'
      answers.delete('END')
      if (said.startsWith('250')) taken.push({ to: talk.to, message: talk.data.join('\r\n') })
      talk.data = null
      return void socket.write(`${said}\r\n`)
    }
    const command = /^(RCPT TO|MAIL FROM|\w+)/.exec(line)?.[1] ?? ''
    const said = answers.get(command) ?? usual[command] ?? '250 fine'
    answers.delete(command)
    if (command === 'MAIL FROM') talk.to = []
    if (command === 'RCPT TO' && said.startsWith('250')) talk.to.push(/<(.*)>/.exec(line)?.[1] ?? '')
    if (command === 'DATA' && said.startsWith('354')) talk.data = []
    socket.write(`${said}\r\n`)
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    const talk: Talk = { to: [], data: null }
    let rest = ''
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      const lines = (rest + bytes.toString('latin1')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(socket, talk, line)
    })
    socket.write('220 here\r\n')
  })
  await open(server)
  const address = server.address()
  assert(typeof address === 'object' && address !== null, 'it listens at a port')
  return {
    ...{ port: address.port, taken },
    answer: (command, line) => void answers.set(command, line),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
