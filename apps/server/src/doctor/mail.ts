import type { Config } from '#config'
import type { Finding } from './finding.ts'

/** Whether mail reaches anybody. That the server at the other end takes it shows when the first one is sent. */
export const checkMail = ({ mail, publicUrl }: Config): Finding => {
  const subject = 'mail'
  if (mail.url.startsWith('file:')) {
    const next = 'To send it set BUSKER_MAIL to smtp://user:password@host:587, and BUSKER_MAIL_FROM.'
    return { subject, state: 'hint', found: 'is kept in a folder and reaches nobody', next }
  }
  const found = `through ${new URL(mail.url).host}, from ${mail.from}`
  if (publicUrl !== undefined) return { subject, state: 'ok', found }
  const next = 'Set BUSKER_PUBLIC_URL: the links in mails lead to this machine, which others cannot open.'
  return { subject, state: 'hint', found, next }
}
