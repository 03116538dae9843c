import { keyId, seed } from './grants.ts'
import { document, id, nullable, table, text, textOf, time } from './table.ts'

/** What a mailed link is for. */
export type LinkPurpose =
  | 'verify_address'
  | 'reset_password'
  | 'change_address'
  /** From the old address: takes a change of the address back. */
  | 'stop_change'
  | 'let_browser_in'
  /** From somebody who wants an account; if the address has one, the mail says so. */
  | 'register'
  | 'invitation'
  /** To become the first operator of a new server. */
  | 'first_operator'

/**
 * Why a link can no longer be used, apart from its age. `withdrawn`: what it was for has changed
 * since, for example the password.
 */
export type LinkEnd = 'used' | 'replaced' | 'withdrawn'

/** One-time links, sent by mail or printed by a command. The secret in the link is not stored. */
export const mailedLinks = table('mailed_links', {
  /** 32 hexadecimal digits. */
  id,
  purpose: textOf<LinkPurpose>(),
  /** Null for a new account, and for an address without an account, which gets no mail. */
  accountId: nullable(id),
  /** The address it is sent to; null if it is not sent by mail. */
  email: nullable(id),
  emailKey: nullable(id),
  /** The sign-in name of the account at that time. With another one, the link is void. */
  accountEmailKey: nullable(id),
  seed,
  /** The key that the secret is derived with. */
  keyId,
  /** A digest of the browser that asked for it; null if no browser did. */
  browser: nullable(text),
  /** The language tag of the mail. */
  language: id,
  /** What the purpose needs besides, such as where the person was going. Never a secret. */
  details: document<Readonly<Record<string, unknown>>>(),
  createdAt: time,
  expiresAt: time,
  /** Null while it can be used. */
  ended: nullable(textOf<LinkEnd>()),
  /** Names the write that used it. */
  usedBy: nullable(id),
})
