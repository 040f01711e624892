import * as contract from '@busker/contract'
import type { FastifyInstance } from 'fastify'
import { route } from '#platform/http'
import { readWallet } from './balance.ts'
import type { Wallet } from './deps.ts'
import { getEarnings } from './earnings.ts'
import { decide, listFlags } from './flags.ts'
import { listGifters } from './gifters.ts'
import { listGifts, quoteGift, sendGift } from './gifts.ts'
import { listLines } from './history.ts'
import { getLimits, setLimits } from './limits.ts'
import { rememberMarks } from './marks.ts'
import {
  changeGift,
  changePack,
  changeSettings,
  listAudit,
  listGiftVersions,
  listPackVersions,
} from './operator.ts'
import { pageRequest } from '#platform/list-page'
import { spendingRefusal } from './policy.ts'
import { presentPack } from './present.ts'
import { buyCoins, getPurchase, listPurchases } from './purchases.ts'
import { refundPurchase } from './refunds.ts'
import { mergedSends, sendBatch } from './send-batch.ts'

const servePurchases = (app: FastifyInstance, wallet: Wallet): void => {
  const remember = rememberMarks(wallet)
  route(app, contract.listCoinPacks, async ({ viewer }) => {
    const { taxBasisPoints, refundDays } = await wallet.catalogue.settings()
    const packs = await wallet.catalogue.packs()
    return {
      ...{ currency: wallet.currency, taxBasisPoints, refundDays },
      packs: packs.map((pack) => presentPack(pack, taxBasisPoints)),
      refusal: await spendingRefusal(wallet, viewer),
    }
  })
  route(app, contract.buyCoins, async ({ body, viewer, request }) => {
    await remember(request)
    return { purchase: await buyCoins(wallet, { ...body, viewer }) }
  })
  route(app, contract.listPurchases, ({ query, viewer }) => listPurchases(wallet, viewer, pageRequest(query)))
  route(app, contract.getPurchase, async ({ params, viewer }) => ({
    receipt: await getPurchase(wallet, viewer, params.purchaseId),
  }))
  route(app, contract.refundPurchase, async ({ params, viewer }) => ({
    purchase: await refundPurchase(wallet, viewer, params.purchaseId),
  }))
}

const serveWallet = (app: FastifyInstance, wallet: Wallet): void => {
  const remember = rememberMarks(wallet)
  route(app, contract.getWallet, async ({ viewer, request }) => {
    await remember(request)
    return readWallet(wallet, viewer)
  })
  route(app, contract.getSpendingLimits, async ({ viewer }) => ({ limits: await getLimits(wallet, viewer) }))
  route(app, contract.setSpendingLimits, async ({ body, viewer }) => ({
    limits: await setLimits(wallet, viewer, body),
  }))
  route(app, contract.listWalletLines, ({ query, viewer }) => listLines(wallet, viewer, pageRequest(query)))
  route(app, contract.getGiftEarnings, async ({ query, viewer, request }) => {
    await remember(request)
    return getEarnings(wallet, viewer, pageRequest(query))
  })
}

const serveGifts = (app: FastifyInstance, wallet: Wallet): void => {
  const remember = rememberMarks(wallet)
  const send = mergedSends((wanted) => sendBatch(wallet, wanted))
  route(app, contract.listGifts, () => listGifts(wallet))
  route(app, contract.quoteGift, async ({ params, query, viewer }) => ({
    quote: await quoteGift(wallet, { ...params, ...query, viewer }),
  }))
  route(app, contract.sendGift, async ({ params, body, viewer, request }) => {
    await remember(request)
    return sendGift(wallet, { ...params, ...body, viewer }, send)
  })
  route(app, contract.listGifters, ({ params, query, viewer }) =>
    listGifters(wallet, { ...params, ...query, viewer }),
  )
}

const serveOperator = (app: FastifyInstance, wallet: Wallet): void => {
  const { currency } = wallet
  route(app, contract.listPackVersions, async () => ({
    ...{ currency, versions: await listPackVersions(wallet) },
  }))
  route(app, contract.setPack, async ({ params, body, viewer }) => ({
    version: await changePack(wallet, viewer, { ...params, ...body }),
  }))
  route(app, contract.listGiftVersions, async () => ({
    ...{ currency, versions: await listGiftVersions(wallet) },
  }))
  route(app, contract.setGift, async ({ params, body, viewer }) => ({
    version: await changeGift(wallet, viewer, { ...params, ...body }),
  }))
  route(app, contract.getWalletSettings, async () => ({
    ...{ currency, settings: await wallet.catalogue.settings() },
  }))
  route(app, contract.setWalletSettings, async ({ body, viewer }) => ({
    ...{ currency, settings: await changeSettings(wallet, viewer, body) },
  }))
  route(app, contract.listGiftFlags, ({ query }) => listFlags(wallet, query.state, pageRequest(query)))
  route(app, contract.decideGiftFlag, async ({ params, body, viewer }) => ({
    flag: await decide(wallet, viewer, { ...params, ...body }),
  }))
  route(app, contract.listWalletAudit, ({ query }) => listAudit(wallet, pageRequest(query)))
}

/** All endpoints of this module. */
export const serveWalletModule = (app: FastifyInstance, wallet: Wallet): void => {
  servePurchases(app, wallet)
  serveWallet(app, wallet)
  serveGifts(app, wallet)
  serveOperator(app, wallet)
}
