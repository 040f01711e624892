import { expect, test } from 'vitest'
import { memoryStorage } from '#shared/storage'
import { rememberCheckout, rememberedCheckout } from './way-back.ts'

const purchaseId = '0198c000-0000-7000-8000-000000000001'

test('the purchase and the place are found again after the checkout', () => {
  const storage = memoryStorage()
  expect(rememberedCheckout(storage)).toBeNull()
  rememberCheckout(storage, { purchaseId, returnTo: '/p/1' })
  expect(rememberedCheckout(storage)).toEqual({ purchaseId, returnTo: '/p/1' })
})

test.each(['{', '7', 'null', '{}', '{"purchaseId":"../x"}'])('%s is not ours', (kept) => {
  const storage = memoryStorage()
  storage.set('busker.checkout', kept)
  expect(rememberedCheckout(storage)).toBeNull()
})

test('nobody is led to another site', () => {
  const storage = memoryStorage()
  for (const returnTo of ['https://elsewhere.example', '//elsewhere.example']) {
    storage.set('busker.checkout', JSON.stringify({ purchaseId, returnTo }))
    expect(rememberedCheckout(storage)).toEqual({ purchaseId, returnTo: null })
  }
})
