/**
 * The language of a page: the app's choice (`ui_locales`, OpenID Connect Core §3.1.2.1), from the
 * URL or its pending authorization, then the person's, then the browser's. The seal is not checked,
 * because it does not matter who chose the language.
 */

import type { IncomingMessage } from 'node:http'
import { claimedLocales } from '../oauth/authorize/pending.ts'
import { type Catalogues, chooseWords } from '../words/choose.ts'
import type { Words } from '../words/en/en.ts'
import { readUnverified } from './seal.ts'

/**
 * `query` is the authorization request if it did not come in the URL; `language` is what the person
 * chose.
 */
export function wordsFor(
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  {
    query,
    language,
    catalogues,
  }: {
    readonly query?: string | undefined
    readonly language?: string | null | undefined
    /** Default: ours. */
    readonly catalogues?: Catalogues | undefined
  } = {},
): Words {
  const wishes = {
    uiLocales: uiLocales(query ?? url.replace(/^[^?]*\??/, '')),
    language,
    acceptLanguage: headers['accept-language'],
  }
  return chooseWords(wishes, catalogues)
}

function uiLocales(query: string): string | undefined {
  // Parsed leniently: the page about a malformed request needs a language too.
  const parameters = new URLSearchParams(query)
  const pending = readUnverified(parameters.get('pending') ?? '')
  return parameters.get('ui_locales') ?? claimedLocales(pending)
}
