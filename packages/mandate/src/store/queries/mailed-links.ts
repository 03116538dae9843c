import { mailedLinks } from '../tables/mailed-links.ts'
import { insert, query, select } from './query.ts'

/** How many digits a time has in the name of open invitations (`facts.ts`). */
export const WIDTH_OF_TIME = 12

export const insertMailedLink = query({
  name: 'insert_mailed_link',
  text: insert(mailedLinks),
  input: mailedLinks.columns,
  key: [],
})

/** `any_browser` is 1 to end those that other browsers asked for too. */
const replacing = (name: string, whose: string) =>
  query({
    name,
    text: `UPDATE mailed_links SET ended = 'replaced'
      WHERE ${whose} AND mailed_links.purpose = :purpose AND mailed_links.ended IS NULL
        AND mailed_links.id <> :id
        AND (:any_browser = 1 OR mailed_links.browser = :browser)`,
    input: {
      id: 'text',
      whose: 'text',
      purpose: 'text',
      browser: 'text',
      any_browser: 'bigint',
    },
    key: 'alone',
  })
export const replaceLinksOfAccount = replacing(
  'replace_links_of_account',
  'mailed_links.account_id = :whose',
)
export const replaceLinksOfAddress = replacing(
  'replace_links_of_address',
  'mailed_links.email_key = :whose AND mailed_links.account_id IS NULL',
)

export const findMailedLink = query({
  name: 'find_mailed_link',
  text: `SELECT ${select(mailedLinks)} FROM mailed_links /*, input*/ WHERE mailed_links.id = :id`,
  input: { id: 'text' },
  key: ['id'],
})

export const listOpenLinks = query({
  name: 'list_open_links',
  text: `SELECT ${select(mailedLinks)} FROM mailed_links
    WHERE mailed_links.account_id = :account_id AND mailed_links.ended IS NULL
      AND mailed_links.expires_at > :now
    ORDER BY mailed_links.created_at DESC, mailed_links.id LIMIT :limit`,
  input: { account_id: 'text', now: 'bigint', limit: 'bigint' },
  key: 'alone',
})

const use = { id: 'text', used_by: 'text', at: 'bigint' } as const
const using = (name: string, whose: string) =>
  query({
    name,
    text: `UPDATE mailed_links SET ended = 'used', used_by = :used_by
      WHERE mailed_links.id = :id AND mailed_links.ended IS NULL AND mailed_links.expires_at > :at
        AND ${whose}
      RETURNING mailed_links.id`,
    input: use,
    key: 'alone',
  })
/** A waiting account can be signed in to, so that its owner can keep it (`people/mailed-links.ts`). */
const isGood = `(accounts.disabled_at IS NULL OR (accounts.deletion_can_be_kept = 1
            AND mailed_links.purpose IN ('reset_password', 'let_browser_in', 'stop_change')))`
const ofGoodAccount = (sameName: string) => `EXISTS (SELECT 1 FROM accounts
          WHERE accounts.id = mailed_links.account_id AND ${isGood}
            AND ${sameName})`
const hasSameName = 'accounts.email_key IS NOT DISTINCT FROM mailed_links.account_email_key'

/** The account must have the name that it had when the link was made. */
export const useLink = using('use_link', ofGoodAccount(hasSameName))
/** The account may have got another name since. */
export const useLinkOfAnyName = using('use_link_of_any_name', ofGoodAccount('true'))
export const useLinkWithoutAccount = using(
  'use_link_without_account',
  'mailed_links.account_id IS NULL',
)

/** Whether this unit has used the link. */
const isUsed = `EXISTS (SELECT 1 FROM mailed_links
      WHERE mailed_links.id = :link_id AND mailed_links.used_by = :used_by)`
const byLink = { id: 'text', link_id: 'text', used_by: 'text' } as const

/** The address is verified if the link was mailed to it. */
export const setPasswordByLink = query({
  name: 'set_password_by_link',
  text: `UPDATE accounts SET password_hash = :password_hash, email_verified =
      CASE WHEN accounts.email_key = :email_key THEN 1 ELSE accounts.email_verified END
    WHERE accounts.id = :id AND ${isUsed} RETURNING accounts.id`,
  input: { ...byLink, password_hash: 'text', email_key: 'text' },
  key: 'alone',
})

/** Fails if the address is taken. */
export const setAddressByLink = query({
  name: 'set_address_by_link',
  text: `UPDATE accounts SET email = :email, email_key = :email_key, email_verified = 1
    WHERE accounts.id = :id AND ${isUsed} RETURNING accounts.id`,
  input: { ...byLink, email: 'text', email_key: 'text' },
  key: 'alone',
})

/** Links of the account of a link that this unit has used, except those that take a change back. */
export const withdrawLinksAfterUse = query({
  name: 'withdraw_links_after_use',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.account_id = :id AND mailed_links.ended IS NULL
      AND mailed_links.purpose <> 'stop_change'
      AND EXISTS (SELECT 1 FROM mailed_links AS used
        WHERE used.id = :link_id AND used.used_by = :used_by)`,
  input: byLink,
  key: 'alone',
})

/**
 * Younger links to take a change back, after an older one was used: whoever has the address of the
 * younger one made the change that is taken back.
 */
export const withdrawYoungerStops = query({
  name: 'withdraw_younger_stops',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.account_id = :id AND mailed_links.ended IS NULL
      AND mailed_links.purpose = 'stop_change' AND mailed_links.created_at > :created_at
      AND EXISTS (SELECT 1 FROM mailed_links AS used
        WHERE used.id = :link_id AND used.used_by = :used_by)`,
  input: { ...byLink, created_at: 'bigint' },
  key: 'alone',
})

/** Other links for a new account with the address, after this unit has used one. */
export const withdrawLinksToRegister = query({
  name: 'withdraw_links_to_register',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.email_key = :email_key AND mailed_links.account_id IS NULL
      AND mailed_links.purpose IN ('register', 'invitation') AND mailed_links.ended IS NULL
      AND EXISTS (SELECT 1 FROM mailed_links AS used
        WHERE used.id = :link_id AND used.used_by = :used_by)`,
  input: { email_key: 'text', link_id: 'text', used_by: 'text' },
  key: 'alone',
})

export const withdrawInvitations = query({
  name: 'withdraw_invitations',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.email_key = :email_key AND mailed_links.account_id IS NULL
      AND mailed_links.purpose = 'invitation' AND mailed_links.ended IS NULL
      AND mailed_links.expires_at > :now
    RETURNING mailed_links.id`,
  input: { email_key: 'text', now: 'bigint' },
  key: 'alone',
})

export const withdrawLinks = query({
  name: 'withdraw_links',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.account_id = :account_id AND mailed_links.purpose = :purpose
      AND mailed_links.ended IS NULL
    RETURNING mailed_links.id`,
  input: { account_id: 'text', purpose: 'text' },
  key: 'alone',
})

/** Whether the account has the password that the same unit wanted to set. */
const hasPassword = `EXISTS (SELECT 1 FROM accounts
      WHERE accounts.id = :account_id AND accounts.password_hash = :password_hash)`
const afterPassword = { account_id: 'text', password_hash: 'text' } as const

/** Not those that take a change back: whoever changed the address may change the password too. */
export const withdrawLinksAfterPassword = query({
  name: 'withdraw_links_after_password',
  text: `UPDATE mailed_links SET ended = 'withdrawn'
    WHERE mailed_links.account_id = :account_id AND mailed_links.ended IS NULL
      AND mailed_links.purpose <> 'stop_change' AND ${hasPassword}`,
  input: afterPassword,
  key: 'alone',
})

/** All sessions but the one to keep; no session has the empty id. */
export const deleteSessionsAfterPassword = query({
  name: 'delete_sessions_after_password',
  text: `DELETE FROM sessions
    WHERE sessions.account_id = :account_id AND sessions.id <> :kept AND ${hasPassword}`,
  input: { ...afterPassword, kept: 'text' },
  key: 'alone',
})

/** All but the browser of the session to keep. */
export const forgetBrowsersAfterPassword = query({
  name: 'forget_browsers_after_password',
  text: `DELETE FROM known_browsers
    WHERE known_browsers.account_id = :account_id AND ${hasPassword}
      AND known_browsers.browser NOT IN
        (SELECT sessions.browser FROM sessions WHERE sessions.id = :kept)`,
  input: { ...afterPassword, kept: 'text' },
  key: 'alone',
})
