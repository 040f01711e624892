import { z } from 'zod'

/** Every expected failure of the platform: its HTTP status and the sentence a person reads, with the next step. */
export const errorCatalog = {
  invalid_request: [
    400,
    'The request does not have the expected shape. Check the named fields and send it again.',
  ],
  invalid_cursor: [400, 'This page link is not valid any more. Start from the first page.'],
  unpaired_metric: [422, 'A vanity number is only shown together with its actionable pair. Ask for both.'],
  unknown_metric: [400, 'No metric has this name. See GET /v1/metrics for the list.'],
  weak_password: [400, 'Choose a password of at least 10 characters that is not your handle.'],
  too_young: [403, 'You are below the minimum age of this instance.'],
  not_signed_in: [401, 'Sign in first, then try again.'],
  wrong_credentials: [401, 'Handle or password is wrong. Check both and try again.'],
  passkey_not_verified: [401, 'This passkey could not be verified. Try again or sign in with your password.'],
  wrong_key: [
    401,
    'This key is not one of this client. Its owner can make a new one; then send it as a bearer token.',
  ],
  forbidden: [403, 'You may not do this with your account.'],
  suspended: [403, 'Your account is suspended. Settings, Notices says why, for how long, and how to appeal.'],
  own_decision: [403, 'You made this decision. Somebody else has to rule on the appeal.'],
  cross_site_request: [403, 'The request came from another site. Open Busker itself and try again.'],
  time_is_up: [403, 'Your time for today is up. The feed opens again tomorrow.'],
  limit_by_age: [403, 'At your age the limit cannot be higher than this. Choose a lower one.'],
  limit_by_parent: [
    403,
    'A parent who is linked to you set a lower limit. Choose a lower one, or see Settings, Family.',
  ],
  extension_by_parent: [
    403,
    'A parent who is linked to you wants the day to end here. See Settings, Family.',
  ],
  only_minors_invite: [403, 'Only somebody under 18 can invite a parent.'],
  only_adults_link: [403, 'Only somebody of 18 or more can be linked as a parent.'],
  quiet_by_age: [403, 'At your age the night stays quiet. Choose longer quiet hours, not shorter ones.'],
  not_found: [404, 'This does not exist or was removed.'],
  family_code_invalid: [
    404,
    'This code was used, is older than a day, or is not quite right. Check it, or ask for a new one.',
  ],
  mail_link_invalid: [
    404,
    'This link was used already, is too old, or a newer one was sent. Ask for another one in Settings, Notifications.',
  ],
  handle_taken: [409, 'This handle is taken. Choose another one.'],
  already_linked: [409, 'You are linked to this person already.'],
  already_member: [409, 'This person is already a member.'],
  organisation_full: [409, 'This organisation has as many members as it can have. Remove somebody first.'],
  no_extension_left: [409, 'There is no further extension today. The feed opens again tomorrow.'],
  follow_first: [409, 'Only who follows somebody can have this bell. Follow, then ask for it.'],
  list_full: [409, 'This list is as long as it can be. Take somebody or something off it first.'],
  too_many_passkeys: [409, 'You have as many passkeys as an account can have. Remove one first.'],
  last_owner: [409, 'An organisation keeps at least one owner. Make somebody else owner first.'],
  client_archived: [409, 'This client is archived: it can be read, not changed. Bring it back first.'],
  import_changed: [409, 'This import has gone on since you looked at it. Look at it again, then decide.'],
  import_counts_already: [409, 'The same file was imported again and counts. Undo that import first.'],
  numbers_changing: [409, 'The files of this client are just being read. Try again in a few seconds.'],
  link_closed: [409, 'This link is closed. Ask whoever gave it to you for another one.'],
  link_changed: [
    409,
    'This link leads somewhere else since you looked at it. Look at where it leads now, then decide.',
  ],
  insufficient_funds: [
    409,
    'There is not enough there for this. Look at the balance and choose a smaller amount.',
  ],
  key_reused: [409, 'This key was used for another request already. Use a new one for each request.'],
  no_reward_terms: [409, 'This instance has no creator fund. Its operator can set its terms.'],
  terms_changed: [409, 'The terms have changed since you read them. Read them again, then apply.'],
  terms_not_ahead: [
    409,
    'Terms hold for periods to come: choose a day after today on which none of the later terms begins before.',
  ],
  apply_later: [409, 'You applied less than 30 days ago. Apply again on the day that is shown.'],
  period_not_open: [409, 'This period is not in a state in which that can be done. Look at it again.'],
  identity_required: [409, 'Show who you are and where money goes first, then ask for the payout again.'],
  tax_form_required: [
    409,
    'A tax form is needed from this sum on. Fill it in, then ask for the payout again.',
  ],
  below_minimum: [409, 'This is less than the smallest payout. Wait until more is available.'],
  not_whole_minor: [400, 'Ask for a whole number of cents (or of the smallest unit of the currency).'],
  state_changed: [409, 'This has gone on since you looked at it. Look at it again, then decide.'],
  transfer_refused: [409, 'The books refuse this transfer. Look at the amounts and accounts it names.'],
  claimed_by_other: [409, 'You do not hold this case: claim it first, or choose another one.'],
  already_appealed: [409, 'You have appealed against this decision. There is one appeal for each.'],
  appeal_too_late: [409, 'The six months in which one can appeal are over.'],
  second_operator_needed: [403, 'Another operator has to approve this: nobody approves what they proposed.'],
  already_published: [409, 'This post is out already. Make it private to take it back.'],
  not_published: [409, 'This post is not out yet. Delete it and post the other video instead.'],
  comment_unavailable: [409, 'This comment cannot be answered any more. Post the video without it.'],
  sound_unavailable: [409, 'This sound is not offered any more. Post with your own, or choose another one.'],
  sound_not_commercial: [
    409,
    'This video uses a sound that may not be used to advertise. Ask its holder, or post with a sound of your own.',
  ],
  asset_in_use: [409, 'This upload already belongs to a post.'],
  asset_not_ready: [409, 'The video is not ready yet. Try again when it plays.'],
  original_gone: [409, 'The original of this upload was not kept. Its owner has to upload it again.'],
  too_many_captions: [409, 'This video has captions in as many languages as it can have. Remove one first.'],
  no_speech_model: [
    409,
    'This instance cannot recognise speech: its operator gave no speech model. Upload or write the captions.',
  ],
  invalid_captions: [400, 'This is not WebVTT. The first line must be WEBVTT; see the named line.'],
  invalid_picture: [400, 'This is not a picture that can be used. See the reason, and choose a PNG or JPEG.'],
  picture_too_large: [413, 'The picture is larger than it may be here. Save it smaller and choose it again.'],
  upload_too_large: [
    413,
    'The file is larger than this instance accepts. Choose a shorter or smaller video.',
  ],
  import_too_large: [
    413,
    'The file is larger than this instance takes. Export a shorter time, and import several files.',
  ],
  not_refundable: [409, 'This payment is not settled, so there is nothing to give back yet.'],
  refund_too_large: [409, 'This is more than what is left of the payment after refunds and disputes.'],
  payout_account_missing: [
    409,
    'The account that is to be paid is not checked yet. Finish the identity check, then try again.',
  ],
  payout_account_refused: [
    409,
    'The payment provider does not open an account for this country or person. Ask the operator.',
  ],
  adults_only: [403, 'Coins and gifts are for adults. Nothing was bought or sent.'],
  own_gift: [409, 'This is your own video. Gifts are for other people.'],
  gifts_closed: [409, 'This creator cannot receive gifts. Nothing was sent.'],
  too_few_coins: [409, 'You have too few coins for this. Buy some, or choose a smaller gift.'],
  gift_changed: [
    409,
    'This gift has changed since you looked at it. Look at what it costs now, then decide.',
  ],
  pack_changed: [
    409,
    'This pack has changed since you looked at it. Look at what it costs now, then decide.',
  ],
  spending_limit: [
    409,
    'This would go beyond what you may spend in this time. Wait, or change your limit; a higher one counts after a day.',
  ],
  limit_above_maximum: [409, 'This instance does not allow a limit that high. Choose a lower one.'],
  dispute_open: [
    409,
    'Your bank has taken back one of your payments. You can buy and give again once that is decided.',
  ],
  purchase_not_refundable: [
    409,
    'These coins cannot be given back: they were used, or the time for it is over. Look at the purchase again.',
  ],
  starts_too_early: [409, 'A version begins now or later, and after the one before it. Choose a later time.'],
  edit_closed: [409, 'A comment can be changed for 15 minutes. Remove it and write another one.'],
  comments_off: [403, 'Comments are switched off here. You can still like and share the video.'],
  comments_for_followers: [403, 'Only people who follow the author can comment here. Follow, then write.'],
  download_not_allowed: [
    403,
    'The author does not allow this video to be downloaded. Share its link instead.',
  ],
  too_many_attempts: [429, 'Too many attempts. Wait a few minutes and try again.'],
  rate_limited: [429, 'Too many requests. Wait a moment and try again.'],
  format_not_served: [501, 'This is answered as JSON only. Ask with format=json.'],
  internal: [500, 'Something went wrong on our side. It was logged; try again.'],
  overloaded: [503, 'The server is catching up. Try again in a few seconds.'],
  shutting_down: [503, 'The server is restarting. Try again in a few seconds.'],
  disk_full: [
    507,
    'The disk of this instance is full. Nothing was lost; ask its operator to free space, then try again.',
  ],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof errorCatalog

/**
 * Body of every answer that is not 2xx. `fields` names the parts of the request that did not fit; `detail` is what one
 * must know to go on, in the shape that the summary of the endpoint names.
 */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    detail: z.json().optional(),
  }),
})
export type ErrorBody = z.infer<typeof errorBody>

/** Reasons why a file is refused by the media gate. The sentences are shown to the uploader. */
export const refusalCatalog = {
  unreadable_file: 'This file is not a video we can read. Export it again as MP4 and upload that.',
  no_video_stream: 'This file has no picture. Upload a video.',
  damaged: 'The file ends too early, it was probably cut off while copying. Upload the original again.',
  too_short: 'The video is too short. It must last at least half a second.',
  too_long: 'The video is longer than this instance allows. Trim it and upload again.',
  too_large: 'The file is larger than this instance allows. Export it smaller and upload again.',
  too_many_pixels: 'The picture is larger than this instance allows. Export it in 4K or smaller.',
  bad_dimensions:
    'The picture has an unusual shape. It must be at least 16 pixels on each side and not longer than 5:1. Crop it and upload again.',
  bad_frame_rate:
    'The frame rate is above what this instance allows. Export it with 30 or 60 frames a second.',
  too_complex: 'The video took too long to convert. Export it as H.264 MP4 and upload again.',
  output_too_big: 'The converted video became too large. Trim it and upload again.',
  conversion_failed:
    'The video could not be converted after three tries. Export it as H.264 MP4 and upload again.',
  encoder_missing: 'This instance cannot convert videos now. Ask its operator to run "busker doctor".',
} as const satisfies Record<string, string>
export type RefusalCode = keyof typeof refusalCatalog
export const refusalCodes = Object.keys(refusalCatalog) as [RefusalCode, ...RefusalCode[]]
