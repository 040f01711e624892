import type { Region } from '../region.ts'

// Header lists of the order export, in the order of the file, as seen in November 2026.

const headers = (text: string): readonly string[] => text.split('|').map((header) => header.trim())

const toShipping = `Order ID | Order Status | Order Substatus | Cancelation/Return Type | Normal or Pre-order | SKU ID |
  Seller SKU | Product Name | Variation | Quantity | Sku Quantity of return | SKU Unit Original Price |
  SKU Subtotal Before Discount | SKU Platform Discount | SKU Seller Discount | SKU Subtotal After Discount |
  Shipping Fee After Discount | Original Shipping Fee | Shipping Fee Seller Discount | Shipping Fee Platform Discount`

const times = `Created Time | Paid Time | RTS Time | Shipped Time | Delivered Time | Cancelled Time | Cancel By |
  Cancel Reason | Fulfillment Type | Warehouse Name | Tracking ID`

const unitedStates =
  headers(`${toShipping} | Payment platform discount | Retail Delivery Fee | Taxes | Order Amount |
  Order Refund Amount | ${times} | Delivery Option Type | Delivery Option | Shipping Provider Name | Buyer Message |
  Buyer Username | Recipient | Phone # | Country | State | City | Zipcode | Detail Address |
  Additional address information | House Name or Number | Delivery Instruction | Payment Method | Weight(kg) |
  Product Category | Package ID | Seller Note | Shipping Information`)

const vietnam =
  headers(`${toShipping} | Payment platform discount | Taxes | Order Amount | Order Refund Amount |
  ${times} | Delivery Option | Shipping Provider Name | Buyer Message | Buyer Username | Recipient | Phone # | Country |
  Province | District | Commune | Detail Address | Additional address information | Payment Method | Weight(kg) |
  Product Category | Package ID | Seller Note | Checked Status | Checked Marked by`)

const indonesia = headers(`${toShipping} | Distance Shipping Fee | Distance Fee | Order Refund Amount |
  Payment platform discount | Buyer Service Fee | Handling Fee | Shipping Insurance | Item Insurance | Order Amount |
  ${times} | Delivery Option | Shipping Provider Name | Buyer Message | Buyer Username | Recipient | Phone # | Zipcode |
  Country | Province | Regency and City | Districts | Villages | Detail Address | Additional address information |
  Payment Method | Weight(kg) | Product Category | Package ID | Purchase Channel | Seller Note | Checked Status |
  Checked Marked by | Tokopedia Invoice Number`)

/** Thailand has a fee on small orders between taxes and amount. */
const thailand = vietnam.flatMap((header) => (header === 'Taxes' ? [header, 'Small Order Fee'] : [header]))

/** Malaysia has the postcode and the state after the phone. */
const malaysia = vietnam
  .filter((header) => !['Province', 'District', 'Commune'].includes(header))
  .flatMap((header) => (header === 'Phone #' ? [header, 'Zipcode', 'State'] : [header]))

const unitedKingdom = unitedStates.filter((header) => header !== 'Retail Delivery Fee')

export const orderHeaders: Readonly<Record<Region, readonly string[]>> = {
  US: unitedStates,
  UK: unitedKingdom,
  VN: vietnam,
  ID: indonesia,
  TH: thailand,
  MY: malaysia,
}

/** The row under the header, as far as its texts are known. */
export const orderDescriptions: Readonly<Record<string, string>> = {
  'Order ID': 'Platform unique order ID.',
  'Order Status': 'Current order status.',
  'SKU ID': 'Platform SKU ID.',
  'Seller SKU': 'Seller sku input by the seller in the product system.',
  'Product Name': 'Platform product name.',
  Quantity: 'SKU sold quantity in the order.',
  'Sku Quantity of return': 'SKU returned quantity in the order.',
  'SKU Subtotal Before Discount': 'It equals to SKU Unit Original Price * Sku Quantity.',
  'SKU Platform Discount': 'Total platform discount in this SKU ID.',
}
