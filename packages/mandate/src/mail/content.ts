/**
 * Mails are pure functions from properties to a subject, a text and an HTML document, which say the
 * same: both are drawn from one list of blocks. Their texts come from `words/`, in the language of
 * the account. `notices.ts` says which facts lead to a mail, `mails.ts` lists the mails, and
 * `runtime/mail-jobs.ts` looks up whom and what they are about and sends them.
 */

import type { Words } from '../words/en/en.ts'
import type { Phrase } from '../words/phrase.ts'

export type Sentence = string | Phrase<string>

/** A part of a mail, below the other. */
export type Block =
  | { readonly is: 'paragraph'; readonly text: Sentence }
  /** When, where: each with its label. */
  | { readonly is: 'details'; readonly rows: readonly (readonly [label: string, value: string])[] }
  /** A button, or a line with the address. */
  | { readonly is: 'link'; readonly label: string; readonly address: string }

/** The content of one mail. */
export interface Content {
  readonly subject: Sentence
  readonly blocks: readonly Block[]
}

/** A colour of the background, and of text on it: `#93312a`. */
export interface ButtonColors {
  readonly background: string
  readonly text: string
}

/** What every mail may use. */
export interface MailProps {
  /** The operator's colours of buttons. */
  readonly buttons?: { readonly light: ButtonColors; readonly dark: ButtonColors } | undefined
  /** Where the operator helps. */
  readonly supportUrl?: string | null | undefined
  readonly words: Words
  readonly brandName: string
  /** The server's own address, without a slash at its end. */
  readonly issuer: string
  /** Whose account it is about: the address that people sign in with. */
  readonly email: string
  /** When it happened, in seconds since 1970. */
  readonly at: number
  /** The browser and system, and the network address, that it was done from, as far as known. */
  readonly agent?: string | undefined
  readonly network?: string | undefined
  /** The address that the account is to have. */
  readonly newEmail?: string | undefined
  /** The one-time link, and how long it is good. */
  readonly address?: string | undefined
  readonly seconds?: number | undefined
  /** The name of the app that it is about. */
  readonly client?: string | undefined
  /** The name of the passkey that it is about. */
  readonly name?: string | undefined
  /** When the account will be deleted, in seconds since 1970. */
  readonly deleteAfter?: number | undefined
  /** The provider that the person signs in with. */
  readonly provider?: string | undefined
}

export const paragraph = (text: Sentence): Block => ({ is: 'paragraph', text })

export const link = (label: string, address: string): Block => ({ is: 'link', label, address })

/** When and from where something was done. */
export function whenAndWhere({ words, at, agent, network }: MailProps): Block {
  const rows: [string, string][] = [[words.mail.when, words.inWords.exactly(at)]]
  if (agent !== undefined && agent !== '') rows.push([words.mail.browser, agent])
  if (network !== undefined) rows.push([words.mail.network, network])
  return { is: 'details', rows }
}

/**
 * A name that somebody else may have chosen, so that no mail program makes a link of it: a genuine
 * mail must not lead to where a stranger wants. Word joiners (U+2060) are not seen.
 */
export function unlinked(name: string | undefined): string | undefined {
  return name?.replace(/(?<=[\p{L}\p{N}])[.:](?=[\p{L}\p{N}/])/gu, '$&\u2060')
}

/**
 * The same for an address that a stranger may have typed: mail to `ada+/www.evil.example/x@example.com`
 * reaches Ada. Usual addresses stay as they are, so that they can be copied.
 */
export function unlinkedAddress(email: string): string {
  const at = email.lastIndexOf('@')
  const mailbox = email.slice(0, at)
  const isUsual = /^[\p{L}\p{M}\p{N}._'-]*$/u.test(mailbox)
  return isUsual ? email : `${unlinked(mailbox)}${email.slice(at)}`
}

/** A sentence as text. */
export function said(sentence: Sentence): string {
  return typeof sentence === 'string' ? sentence : sentence.map(said).join('')
}
