import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrno } from '#platform/errors'

/** A message as a mail program shows it, so far as tests look. */
export interface ReceivedMail {
  readonly mailId: string
  readonly head: ReadonlyMap<string, string>
  readonly subject: string
  readonly text: string
}

const decodeQuoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r\n/g, '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

const decodeWords = (text: string): string =>
  text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, way: string, word: string) =>
      way.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : decodeQuoted(word.replaceAll('_', ' ')),
    )

const partOf = (message: string): string => {
  const part = message.split(/\r\n--[^\r]+\r\n/)[1] ?? ''
  const [head = '', ...body] = part.split('\r\n\r\n')
  const text = body.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  return /quoted-printable/i.test(head) ? decodeQuoted(text) : text
}

const read = (mailId: string, message: string): ReceivedMail => {
  const end = message.indexOf('\r\n\r\n')
  const lines = message
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
  const head = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), decodeWords(line.slice(line.indexOf(':') + 2))]),
  )
  return { mailId, head, subject: head.get('Subject') ?? '', text: partOf(message) }
}

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if (hasErrno(error, 'ENOENT')) return []
    throw error
  }
}

/** What arrived at an address, in the order of the ids. */
export const mailsTo = async (
  { folder }: { readonly folder: string },
  address: string,
): Promise<ReceivedMail[]> => {
  const place = join(folder, 'mail')
  const names = (await namesIn(place)).toSorted()
  const mails = await Promise.all(
    names.map(async (name) => read(name.replace('.eml', ''), await readFile(join(place, name), 'utf8'))),
  )
  return mails.filter(({ head }) => head.get('To') === address)
}

/** What stands behind the `#` of a link. */
export const tokenIn = (text: string): string | undefined => /#([\w-]{43})/.exec(text)?.[1]
