import type { MailLocale, MemberRole, OrganisationId, PersonId, Role } from '@busker/contract'
import type { Generated } from 'kysely'

/** The tables of the schema `identity`; only this folder may name them. */
export interface IdentityTables {
  'identity.person': {
    person_id: PersonId
    handle: string
    display_name: string
    birth_date: string
    password_hash: string | null
    role: Role
    created_at: Date
    suspended_until: Date | null
    suspension_reason: string | null
    bio: Generated<string>
    link: Generated<string | null>
    picture: Generated<string | null>
  }
  'identity.session': {
    token_hash: Buffer
    session_id: string
    person_id: PersonId
    created_at: Date
    expires_at: Date
  }
  'identity.attempt': { attempt_id: string; subject: string; attempted_at: Date }
  'identity.passkey': {
    credential_id: string
    person_id: PersonId
    public_key: Uint8Array
    counter: bigint
    transports: string[]
    label: string
    created_at: Date
    last_used_at: Date | null
  }
  'identity.challenge': {
    challenge_id: string
    person_id: PersonId | null
    challenge: string
    expires_at: Date
  }
  'identity.mail_address': { person_id: PersonId; address: string; locale: MailLocale; confirmed_at: Date }
  'identity.mail_request': {
    request_id: string
    person_id: PersonId
    address: string
    locale: MailLocale
    requested_at: Date
    expires_at: Date
    used_at: Date | null
  }
  'identity.mail_link': { token_hash: Buffer; request_id: string }
  'identity.known_browser': {
    person_id: PersonId
    browser_hash: Buffer
    first_seen_at: Date
    last_seen_at: Date
  }
  'identity.organisation': { organisation_id: OrganisationId; name: string; created_at: Date }
  'identity.membership': {
    organisation_id: OrganisationId
    person_id: PersonId
    role: MemberRole
    joined_at: Date
  }
}
