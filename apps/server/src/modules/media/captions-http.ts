import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors'
import { route } from '#platform/http'
import {
  askForRecognition,
  captionsJob,
  captionsOf,
  deleteCaption,
  giveUpRecognition,
  putCaption,
  recogniseAsset,
} from './captions.ts'
import type { MediaDeps } from './deps.ts'

/** The author's captions. Players read the files, which `serve-files` gives out. */
export const serveCaptions = (app: FastifyInstance, deps: MediaDeps): void => {
  route(app, contract.listCaptions, ({ viewer, params }) =>
    captionsOf(deps, { assetId: params.assetId, personId: viewer.personId }),
  )
  route(app, contract.putCaption, async ({ viewer, params, body }) => {
    const { assetId, language } = params
    const own = { assetId, personId: viewer.personId }
    return { caption: await putCaption(deps, own, { language, ...body }) }
  })
  route(app, contract.deleteCaption, async ({ viewer, params }) => {
    await deleteCaption(deps, { assetId: params.assetId, personId: viewer.personId }, params.language)
    return {}
  })
  route(app, contract.recogniseCaptions, async ({ viewer, params }) => {
    await askForRecognition(deps, { assetId: params.assetId, personId: viewer.personId })
    return {}
  })
}

/** What a process with a heavy pool does. A job that was asked for with a model that is gone is given up. */
export const handleCaptionJobs = (deps: MediaDeps): void => {
  deps.jobs.handle(
    captionsJob,
    async ({ assetId }, { signal }) => {
      if (deps.captionEngine === null) throw new AppError('no_speech_model')
      await recogniseAsset(deps, deps.captionEngine, { assetId, signal })
    },
    { onGivenUp: ({ assetId }) => giveUpRecognition(deps, assetId) },
  )
}
