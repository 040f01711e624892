import { assert } from '#platform/assert'

/** One message to one person. */
export interface Mail {
  /** Names it for ever: sent again after a crash it is the same message to whoever files it. */
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Where one POST ends mails of this kind (RFC 8058); null: it was asked for, such as a confirmation. */
  readonly unsubscribeUrl: string | null
}

/** Takes messages to the world. */
export interface Mailer {
  /** What carries them, for operators: never with a password. */
  readonly way: string
  /** Whether messages reach anybody: false where they are only put into a folder. */
  readonly leaves: boolean
  /** Resolves when somebody else answers for it. Throws `MailRefused` when no repetition will help. */
  send(mail: Mail): Promise<void>
}

/** The other side will never take this message. */
export class MailRefused extends Error {
  constructor(sentence: string, options: { cause?: unknown } = {}) {
    super(sentence, options)
    this.name = 'MailRefused'
  }
}

/** One plain address: nothing that a header or a list of receivers could be made of. */
const plainAddress = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/

/** Whether this is one address and nothing else. */
export const isPlainAddress = (text: string): boolean => text.length <= 254 && plainAddress.test(text)

/** Line ends and other control characters become spaces: a subject stays one line, whatever people call themselves. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const longestSubject = 200

/** The message in the form that the library takes. It may read no file and no address on our behalf. */
export const messageOf = (mail: Mail, { from, at }: { from: string; at: Date }) => {
  assert(isPlainAddress(from), 'mail comes from one plain address')
  if (!isPlainAddress(mail.to)) throw new MailRefused('The receiver is not one plain address.')
  assert(/^[\w.-]{1,100}$/.test(mail.mailId), 'the id of a mail is plain')
  const { unsubscribeUrl } = mail
  assert(unsubscribeUrl === null || /^https?:\/\/[^\s<>,]+$/.test(unsubscribeUrl), 'a link has no gaps')
  return {
    ...{ from: { name: '', address: from }, to: { name: '', address: mail.to } },
    ...{
      subject: oneLine(mail.subject).slice(0, longestSubject),
      text: mail.text,
      html: mail.html,
      date: at,
    },
    messageId: `<${mail.mailId}@${from.slice(from.indexOf('@') + 1)}>`,
    headers: {
      // Nobody's holiday answers it (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl === null
        ? {}
        : {
            'List-Unsubscribe': `<${unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  }
}
