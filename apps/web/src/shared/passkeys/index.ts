export { PasskeyAddressNote } from './passkey-address-note.tsx'
export { addressAllowsPasskeys } from './address.ts'
