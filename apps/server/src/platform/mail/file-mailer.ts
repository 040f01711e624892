import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { assert } from '#platform/assert'
import type { Clock } from '#platform/clock'
import { messageOf, type Mailer } from './mail.ts'

export interface FileMailerOptions {
  readonly folder: string
  readonly from: string
  readonly clock: Clock
}

/** The whole file or none: whoever reads the folder never finds half a message. */
const writeWhole = async (folder: string, name: string, bytes: Uint8Array): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const unfinished = join(folder, `.${name}.unfinished`)
  try {
    // What a crash left of the same message is written over.
    const handle = await open(unfinished, 'w', 0o600)
    await handle
      .writeFile(bytes)
      .then(() => handle.sync())
      .finally(() => handle.close())
    await rename(unfinished, join(folder, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Puts every message into a folder as a file that mail programs open. Sent twice it is one file. */
export const fileMailer = ({ folder, from, clock }: FileMailerOptions): Mailer => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    ...{ way: `files in ${folder}`, leaves: false },
    send: async (mail) => {
      const { message } = await transport.sendMail(messageOf(mail, { from, at: clock.now() }))
      assert(Buffer.isBuffer(message), 'the message was asked for as a whole')
      await writeWhole(folder, `${mail.mailId}.eml`, message)
    },
  }
}
