import { openMailer, type PostOfficeParts } from '#platform/mail'
import type { Jobs } from '#platform/jobs'
import type { ProcessOptions } from './app-media.ts'
import type { SharedEngines } from './engines.ts'

export interface MailParts {
  readonly postOffice: PostOfficeParts
  /** What the links in mails begin with: they are read where no request tells the address. */
  readonly linkBase: string
}

/** How mail leaves this process. */
export const wireMail = (
  parts: ProcessOptions & { readonly engines: SharedEngines; readonly jobs: Jobs },
): MailParts => {
  const { config, clock, log, jobs, engines } = parts
  const mailer = openMailer({ ...config.mail, folder: engines.paths.mail, clock })
  return {
    postOffice: { jobs, mailer, clock, log, db: engines.db },
    linkBase: config.publicUrl ?? `http://${config.host}:${config.port}`,
  }
}
