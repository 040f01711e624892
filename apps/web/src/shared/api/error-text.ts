import type { ErrorCode } from '@busker/contract'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { ApiError } from './client.ts'

/** What only goes wrong with money is said by `features/money`: the first page does not carry it. */
export type MoneyErrorCode = Extract<
  ErrorCode,
  | ('no_reward_terms' | 'terms_changed' | 'terms_not_ahead' | 'apply_later' | 'period_not_open')
  | ('identity_required' | 'tax_form_required' | 'below_minimum' | 'not_whole_minor' | 'insufficient_funds')
  | ('adults_only' | 'own_gift' | 'gifts_closed' | 'too_few_coins' | 'gift_changed' | 'pack_changed')
  | ('spending_limit' | 'limit_above_maximum' | 'dispute_open' | 'purchase_not_refundable')
  | ('not_refundable' | 'refund_too_large' | 'payout_account_missing' | 'payout_account_refused')
  | ('starts_too_early' | 'key_reused' | 'state_changed' | 'transfer_refused' | 'second_operator_needed')
>

/** What only goes wrong in moderation is said by `features/moderation`, likewise. */
export type ModerationErrorCode = Extract<
  ErrorCode,
  'claimed_by_other' | 'own_decision' | 'already_appealed' | 'appeal_too_late'
>

/** What only goes wrong with what a post is made from is said where that is chosen. */
export type OriginErrorCode = Extract<
  ErrorCode,
  'sound_unavailable' | 'sound_not_commercial' | 'comment_unavailable'
>

/** What only goes wrong between a parent and a teen is said by `features/wellbeing`. */
export type FamilyErrorCode = Extract<
  ErrorCode,
  | ('limit_by_parent' | 'extension_by_parent' | 'only_minors_invite' | 'only_adults_link')
  | ('family_code_invalid' | 'already_linked')
>

const sentences = (): Record<
  Exclude<ErrorCode, MoneyErrorCode | ModerationErrorCode | OriginErrorCode | FamilyErrorCode> | 'network',
  MessageDescriptor
> => ({
  network: msg`The server cannot be reached. Check your connection and try again.`,
  invalid_request: msg`Something in this form does not fit. Check the marked fields and send it again.`,
  invalid_cursor: msg`This page is not valid any more. Start again from the top.`,
  unpaired_metric: msg`A vanity number is only shown together with its actionable pair.`,
  unknown_metric: msg`No metric has this name.`,
  weak_password: msg`Choose a password of at least 10 characters that is not your handle.`,
  too_young: msg`You are below the minimum age of this instance.`,
  not_signed_in: msg`Sign in first, then try again.`,
  wrong_credentials: msg`Handle or password is wrong. Check both and try again.`,
  passkey_not_verified: msg`This passkey could not be verified. Try again or sign in with your password.`,
  wrong_key: msg`This key is not one of this client. Its owner can make a new one; then send it as a bearer token.`,
  forbidden: msg`You may not do this with your account.`,
  suspended: msg`Your account is suspended. Settings, Notices says why, for how long, and how to appeal.`,
  cross_site_request: msg`The request came from another site. Open Busker itself and try again.`,
  not_found: msg`This does not exist or was removed.`,
  mail_link_invalid: msg`This link was used already, is too old, or a newer one was sent. Ask for another one in Settings, Notifications.`,
  follow_first: msg`Only who follows somebody can have this bell. Follow, then ask for it.`,
  handle_taken: msg`This handle is taken. Choose another one.`,
  already_member: msg`This person is already a member.`,
  organisation_full: msg`This organisation has as many members as it can have. Remove somebody first.`,
  list_full: msg`This list is as long as it can be. Take somebody or something off it first.`,
  too_many_passkeys: msg`You have as many passkeys as an account can have. Remove one first.`,
  last_owner: msg`An organisation keeps at least one owner. Make somebody else owner first.`,
  client_archived: msg`This client is archived: it can be read, not changed. Bring it back first.`,
  import_changed: msg`This import has gone on since you looked at it. Look at it again, then decide.`,
  import_counts_already: msg`The same file was imported again and counts. Undo that import first.`,
  link_closed: msg`This link is closed. Ask whoever gave it to you for another one.`,
  link_changed: msg`This link leads somewhere else since you looked at it. Look at where it leads now, then decide.`,
  numbers_changing: msg`The files of this client are just being read. Try again in a few seconds.`,
  already_published: msg`This post is out already. Make it private to take it back.`,
  time_is_up: msg`Your time for today is up. The feed opens again tomorrow.`,
  limit_by_age: msg`At your age the limit cannot be higher than this. Choose a lower one.`,
  no_extension_left: msg`There is no further extension today. The feed opens again tomorrow.`,
  not_published: msg`This post is not out yet. Delete it and post the other video instead.`,
  quiet_by_age: msg`At your age the quiet hours cannot be shorter than this.`,
  asset_in_use: msg`This upload already belongs to a post.`,
  asset_not_ready: msg`The video is not ready yet. Try again when it plays.`,
  original_gone: msg`The original of this upload was not kept. Its owner has to upload it again.`,
  too_many_captions: msg`This video has captions in as many languages as it can have. Remove one first.`,
  no_speech_model: msg`This instance cannot recognise speech. Upload or write the captions.`,
  invalid_captions: msg`This is not WebVTT. The first line must be WEBVTT.`,
  invalid_picture: msg`This is not a picture that can be used. Choose a PNG or JPEG of at least 16 pixels.`,
  picture_too_large: msg`The picture is larger than it may be here. Save it smaller and choose it again.`,
  upload_too_large: msg`The file is larger than this instance accepts. Choose a shorter or smaller video.`,
  import_too_large: msg`The file is larger than this instance takes. Export a shorter time, and import several files.`,
  edit_closed: msg`A comment can be changed for 15 minutes. Remove it and write another one.`,
  comments_off: msg`Comments are switched off here.`,
  comments_for_followers: msg`Only people who follow the author can comment here.`,
  download_not_allowed: msg`The author does not allow downloads. Share the link instead.`,
  format_not_served: msg`This is answered as JSON only.`,
  too_many_attempts: msg`Too many attempts. Wait a few minutes and try again.`,
  rate_limited: msg`Too many requests. Wait a moment and try again.`,
  internal: msg`Something went wrong on our side. It was logged; try again.`,
  overloaded: msg`The server is catching up. Try again in a few seconds.`,
  shutting_down: msg`The server is restarting. Try again in a few seconds.`,
  disk_full: msg`The disk of this instance is full. Nothing was lost; ask its operator to free space.`,
})

/** Turns any failure into a sentence in the reader's language that says what to do next. */
export const useErrorText = (): ((error: unknown) => string) => {
  const { i18n } = useLingui()
  return useCallback(
    (error: unknown) => {
      const known = new Map(Object.entries(sentences()))
      const descriptor =
        known.get(error instanceof ApiError ? error.code : 'internal') ?? known.get('internal')
      return descriptor ? i18n._(descriptor) : ''
    },
    [i18n],
  )
}
