import { expect, test } from 'vitest'
import { mappingFor, missingIn } from './mapping.ts'

const format = {
  format: 'shop_orders',
  fields: [
    { field: 'orderId', header: 'Order ID' },
    { field: 'skuId', header: 'SKU ID' },
    { field: 'sellerSku', header: 'Seller SKU' },
  ],
  needs: [['orderId'], ['skuId', 'sellerSku']],
}

test('what another kind of file has, and what was chosen twice, is left out', () => {
  const columns = { Order: 'orderId', Number: 'orderId', Spend: 'cost', Note: '', Item: 'skuId' }
  expect(mappingFor(format, columns)).toEqual({
    format: 'shop_orders',
    columns: { Order: 'orderId', Item: 'skuId' },
  })
})

test('of a group of fields one is enough', () => {
  expect(missingIn(format, [])).toEqual(['Order ID', 'SKU ID / Seller SKU'])
  expect(missingIn(format, ['sellerSku'])).toEqual(['Order ID'])
  expect(missingIn(format, ['orderId', 'skuId'])).toEqual([])
})
