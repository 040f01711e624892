import { expect, test } from 'vitest'
import { mappingFaults } from './check-mapping.ts'

const formats = [
  {
    format: 'orders',
    fields: [
      { field: 'orderId', header: 'Order ID' },
      { field: 'skuId', header: 'SKU ID' },
      { field: 'sellerSku', header: 'Seller SKU' },
    ],
    needs: [['orderId'], ['skuId', 'sellerSku']],
  },
]
const headers = ['Bestellung', 'Artikel', 'Notiz']
const faultsOf = (format: string, columns: Record<string, string>) =>
  mappingFaults({ format, columns }, { formats, headers }).map(({ path }) => path)

test.each([
  ['orders', { Bestellung: 'orderId', Artikel: 'skuId' }, []],
  ['orders', { Bestellung: 'orderId', Artikel: 'sellerSku' }, []],
  ['orders', { Bestellung: 'orderId' }, ['skuId,sellerSku']],
  ['orders', { Artikel: 'skuId' }, ['orderId']],
  ['orders', { Bestellung: 'orderId', Artikel: 'skuId', Notiz: 'skuId' }, ['columns.Notiz']],
  ['orders', { Bestellung: 'orderId', Artikel: 'skuId', Fehlt: 'sellerSku' }, ['columns.Fehlt']],
  ['orders', { Bestellung: 'orderId', Artikel: 'skuId', Notiz: 'phone' }, ['columns.Notiz']],
  ['letters', { Bestellung: 'orderId' }, ['format']],
])('%s %j', (format, columns, faults) => expect(faultsOf(format, columns)).toEqual(faults))
