import type { KeyValueStorage } from '#shared/storage'

/** Where the checkout leads back to: from there the page of the purchase is found again. */
export const backPath = '/wallet/back'

const storageKey = 'busker.checkout'

export interface Checkout {
  readonly purchaseId: string
  /** Where the person was when coins were missing; null: in the wallet. */
  readonly returnTo: string | null
}

const isPath = (text: unknown): text is string =>
  typeof text === 'string' && text.startsWith('/') && !text.startsWith('//')

/** Remembers the purchase for the time of the checkout, in this tab. */
export const rememberCheckout = (storage: KeyValueStorage, checkout: Checkout): void => {
  storage.set(storageKey, JSON.stringify(checkout))
}

/** The checkout that this tab was sent to; null when there was none, or what is kept is not ours. */
export const rememberedCheckout = (storage: KeyValueStorage): Checkout | null => {
  try {
    const kept: unknown = JSON.parse(storage.get(storageKey) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('purchaseId' in kept)) return null
    const { purchaseId } = kept
    if (typeof purchaseId !== 'string' || !/^[0-9a-f-]{36}$/.test(purchaseId)) return null
    const returnTo = 'returnTo' in kept && isPath(kept.returnTo) ? kept.returnTo : null
    return { purchaseId, returnTo }
  } catch {
    return null
  }
}
