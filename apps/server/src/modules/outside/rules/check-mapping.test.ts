import { expect, test } from 'vitest'
import { mappingFaults } from './check-mapping.ts'

const formats = [
  {
    format: 'orders',
    fields: [
      { field: 'orderId', header: 'Order ID', isRequired: true },
      { field: 'skuId', header: 'SKU ID', isRequired: false },
    ],
  },
]
const headers = ['Bestellung', 'Artikel', 'Notiz']
const faultsOf = (format: string, columns: Record<string, string>) =>
  mappingFaults({ format, columns }, { formats, headers }).map(({ path }) => path)

test.each([
  ['orders', { Bestellung: 'orderId', Artikel: 'skuId' }, []],
  ['orders', { Bestellung: 'orderId' }, []],
  ['orders', { Artikel: 'skuId' }, ['orderId']],
  ['orders', { Bestellung: 'orderId', Artikel: 'orderId' }, ['columns.Artikel']],
  ['orders', { Bestellung: 'orderId', Fehlt: 'skuId' }, ['columns.Fehlt']],
  ['orders', { Bestellung: 'orderId', Notiz: 'phone' }, ['columns.Notiz']],
  ['letters', { Bestellung: 'orderId' }, ['format']],
])('%s %j', (format, columns, faults) => expect(faultsOf(format, columns)).toEqual(faults))
