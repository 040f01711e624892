/** Messages to people's mail boxes, through a folder or a mail server. */
import { fileURLToPath } from 'node:url'
import type { Clock } from '#platform/clock'
import { fileMailer } from './file-mailer.ts'
import type { Mailer } from './mail.ts'
import { smtpMailer } from './smtp-mailer.ts'

export { isPlainAddress, MailRefused, type Mail, type Mailer } from './mail.ts'
export { bodiesOf, type Letter } from './letter.ts'
export { handleMail, type Composed, type Posting, type PostOfficeParts } from './post-office.ts'

export interface MailerOptions {
  /** `file:` (the given folder), `file:///another/folder`, `smtp://…` or `smtps://…`. */
  readonly url: string
  readonly from: string
  readonly folder: string
  readonly clock: Clock
}

/**
 * The way that the operator chose.
 *
 * @example const mailer = openMailer({ url: 'file:', from: 'busker@localhost', folder, clock })
 */
export const openMailer = ({ url, from, folder, clock }: MailerOptions): Mailer => {
  if (/^smtps?:/.test(url)) return smtpMailer({ url, from, clock })
  return fileMailer({ folder: url === 'file:' ? folder : fileURLToPath(url), from, clock })
}
