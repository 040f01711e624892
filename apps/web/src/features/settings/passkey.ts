import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { startRegistration } from '@simplewebauthn/browser'

/** Makes a passkey on this device. The options come from the server's WebAuthn library and go on untouched. */
export const makePasskey = async (options: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON
  return { ...(await startRegistration({ optionsJSON })) }
}
