import type { Readable } from 'node:stream'
import * as contract from '@busker/contract'
import {
  clientId as clientIdSchema,
  clientReportId,
  logoMaximumBytes,
  organisationId as organisationIdSchema,
  reportFile,
  type OrganisationId,
  type ReportContent,
  type ReportFile,
} from '@busker/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#platform/errors'
import { limitOf, personIdOf, route } from '#platform/http'
import { receivePicture } from '#platform/pictures'
import { createLink, endLink, findSharedReport, openShared } from './links.ts'
import { changeLogo, logoBytes, logoOf, readLogo, requireMember } from './logo.ts'
import { createPdfMaker, type PdfJob } from './pdf/draw-in-worker.ts'
import { reportCsv } from './report-csv.ts'
import {
  createReport,
  openReport,
  readReport,
  readReports,
  removeReport,
  setSchedule,
  type ReportDeps,
} from './reports.ts'

const serveEndpoints = (app: FastifyInstance, deps: ReportDeps): void => {
  route(app, contract.listClientReports, ({ viewer, params, query }) =>
    readReports(
      deps,
      { ...params, personId: viewer.personId },
      { limit: query.limit, before: query.before ?? null },
    ),
  )
  route(app, contract.createClientReport, async ({ viewer, params, body }) => ({
    report: await createReport(deps, { ...params, personId: viewer.personId }, body),
  }))
  route(app, contract.getClientReport, ({ viewer, params }) =>
    readReport(deps, { ...params, personId: viewer.personId }),
  )
  route(app, contract.removeClientReport, async ({ viewer, params }) => {
    await removeReport(deps, { ...params, personId: viewer.personId })
    return {}
  })
  route(app, contract.createReportLink, ({ viewer, params, body }) =>
    createLink(deps, { ...params, personId: viewer.personId }, body.days),
  )
  route(app, contract.revokeReportLink, async ({ viewer, params }) => {
    const { linkId, ...report } = params
    return { link: await endLink(deps, { ...report, personId: viewer.personId }, linkId) }
  })
  route(app, contract.setReportSchedule, async ({ viewer, params, body }) => ({
    schedule: await setSchedule(deps, { ...params, personId: viewer.personId }, body.every),
  }))
  route(app, contract.openSharedReport, ({ params, reply }) => {
    hide(reply)
    return openShared(deps, params.token)
  })
}

/** What is behind a link is for those who have it: no search engine, no shared cache, and no other site learns of it. */
const hide = (reply: FastifyReply): FastifyReply =>
  reply
    .header('x-robots-tag', 'noindex, nofollow, noarchive')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store')

const parsed = <Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> => {
  const found = schema.safeParse(value)
  if (!found.success) throw new AppError('invalid_request', { cause: found.error })
  return found.data
}

const personOf = (request: FastifyRequest) => {
  const personId = personIdOf(request)
  if (personId === null) throw new AppError('not_signed_in')
  return personId
}

interface Carried {
  readonly content: ReportContent
  readonly organisationId: OrganisationId
}

interface Filing {
  readonly deps: ReportDeps
  readonly pdf: (job: PdfJob) => Promise<Buffer>
}

const logoIn = async ({ deps }: Filing, { content, organisationId }: Carried): Promise<Buffer | null> => {
  const sha256 = content.agency.logo
  if (sha256 === null) return null
  return logoBytes(deps, { organisationId, sha256 }).catch((error: unknown) => {
    // A report without its picture is better than none.
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
}

/** A name that every file system takes; the letters of other scripts are in the file. */
const fileNameOf = ({ client, period }: ReportContent, ending: string): string => {
  const name = client.name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return `${name === '' ? 'report' : name}-${period.from}-${period.to}.${ending}`
}

const sendFile = async (
  filing: Filing,
  reply: FastifyReply,
  { file, carried }: { readonly file: ReportFile; readonly carried: Carried },
): Promise<FastifyReply> => {
  const { content, organisationId } = carried
  hide(reply)
  const attach = (type: string, ending: string): FastifyReply =>
    reply.type(type).header('content-disposition', `attachment; filename="${fileNameOf(content, ending)}"`)
  switch (file) {
    case 'report.csv':
      return attach('text/csv; charset=utf-8', 'csv').send(reportCsv(content))
    case 'report.pdf': {
      const bytes = await filing.pdf({ content, logo: await logoIn(filing, carried) })
      return attach('application/pdf', 'pdf').send(bytes)
    }
    case 'logo.png': {
      const sha256 = content.agency.logo
      if (sha256 === null) throw new AppError('not_found')
      return reply.type('image/png').send(await readLogo(filing.deps, { organisationId, sha256 }))
    }
  }
}

const schema = { hide: true }
const filesPerMinute = 30
const ofReport = z.object({ clientId: clientIdSchema, reportId: clientReportId, file: reportFile })
const ofLink = z.object({ token: z.string().max(200), file: z.string() })

/** Reports as files: for members of the client, and for whoever has a link. */
const serveFiles = (app: FastifyInstance, filing: Filing): void => {
  const { deps } = filing
  const limited = { rateLimit: limitOf(filesPerMinute) }
  app.get(contract.clientReportFilePath, { schema, config: limited }, async (request, reply) => {
    const personId = personOf(request)
    const { file, ...ids } = parsed(ofReport, request.params)
    const { client, row } = await openReport(deps, { ...ids, personId })
    const carried = { content: row.content, organisationId: client.organisationId }
    return sendFile(filing, reply, { file, carried })
  })
  const config = { ...limited, servesFiles: true }
  app.get(contract.sharedReportFilePath, { schema, config }, async (request, reply) => {
    const { token, file } = parsed(ofLink, request.params)
    const known = reportFile.safeParse(file)
    if (!known.success) throw new AppError('not_found')
    const carried = await findSharedReport(deps, token)
    return sendFile(filing, reply, { file: known.data, carried })
  })
}

const ofOrganisation = z.object({ organisationId: organisationIdSchema })

/** The logo of an organisation: bytes in, bytes out. */
const serveLogos = (app: FastifyInstance, deps: ReportDeps): void => {
  const askedIn = (request: FastifyRequest) => ({
    personId: personOf(request),
    ...parsed(ofOrganisation, request.params),
  })
  app.register(async (scope) => {
    // The body is a stream for us, whatever it says it is.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const put = { schema, bodyLimit: logoMaximumBytes, config: { rateLimit: limitOf(filesPerMinute) } }
    scope.put(contract.organisationLogoPath, put, async (request, reply) => {
      const asked = askedIn(request)
      // Whoever is refused early has not sent all bytes: the connection cannot be used for another request.
      reply.header('connection', 'close')
      await requireMember(deps, asked, 'owner')
      await changeLogo(deps, asked, await receivePicture(request.raw, logoMaximumBytes))
      return {}
    })
  })
  route(app, contract.removeOrganisationLogo, async ({ viewer, params }) => {
    await changeLogo(deps, { ...params, personId: viewer.personId }, null)
    return {}
  })
  app.get(contract.organisationLogoPath, { schema }, async (request, reply) => {
    const picture: Readable = await logoOf(deps, askedIn(request))
    return reply.type('image/png').header('cache-control', 'private, no-store').send(picture)
  })
}

/** The endpoints of reports, their links and files, and of the logo that they carry. */
export const serveReports = (app: FastifyInstance, deps: ReportDeps): void => {
  serveEndpoints(app, deps)
  serveFiles(app, { deps, pdf: createPdfMaker() })
  serveLogos(app, deps)
}
