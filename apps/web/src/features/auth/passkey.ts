import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { startAuthentication } from '@simplewebauthn/browser'

/** Asks the device for a passkey. The options come from the server's WebAuthn library and go on untouched. */
export const askForPasskey = async (options: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON
  return { ...(await startAuthentication({ optionsJSON })) }
}
