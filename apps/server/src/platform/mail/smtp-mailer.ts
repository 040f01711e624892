import { createTransport } from 'nodemailer'
import type { Clock } from '#platform/clock'
import { MailRefused, messageOf, type Mailer } from './mail.ts'

export interface SmtpMailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly url: string
  readonly from: string
  readonly clock: Clock
}

const connectMs = 10_000
const silenceMs = 30_000

/** What the server answered, as a number and nothing more: its words may repeat what must not be in a log. */
const answerOf = (error: unknown): number | null =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number'
    ? error.responseCode
    : null

/** About this message or its receiver, not about us: 5xx to `RCPT TO` or to the message itself (RFC 5321, 4.2). */
const isFinal = (error: unknown, answer: number | null): boolean =>
  answer !== null &&
  answer >= 500 &&
  error instanceof Error &&
  'command' in error &&
  ['RCPT TO', 'DATA'].includes(String(error.command))

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

/** Hands every message to a mail server. A password is never sent in the clear. */
export const smtpMailer = ({ url, from, clock }: SmtpMailerOptions): Mailer => {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const transport = createTransport({
    ...{ host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 465 : 587) : Number(port) },
    ...{ secure, requireTLS: username !== '' && !secure },
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silenceMs },
  })
  return {
    ...{ way: `${protocol}//${hostname}`, leaves: true },
    send: async (mail) => {
      const message = messageOf(mail, { from, at: clock.now() })
      const failure: unknown = await transport.sendMail(message).then(
        () => null,
        (error: unknown) => error,
      )
      if (failure === null) return
      // Without its cause: what the library keeps of the talk has no place in a log.
      const answer = answerOf(failure)
      const said = `The mail server did not take it (${answer ?? codeOf(failure)}).`
      throw isFinal(failure, answer) ? new MailRefused(said) : new TypeError(said)
    },
  }
}
