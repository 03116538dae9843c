/**
 * The language of a page: the app's choice (`ui_locales`, OpenID Connect Core §3.1.2.1), from the
 * URL or its pending authorization, or else the browser's. The seal is not checked, because it does
 * not matter who chose the language.
 */

import type { IncomingMessage } from 'node:http'
import { claimedLocales } from '../oauth/authorize/pending.ts'
import { chooseWords } from '../words/choose.ts'
import type { Words } from '../words/en/en.ts'
import { readUnverified } from './seal.ts'

/** `query` is the authorization request if it did not come in the URL. */
export function wordsFor(
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  query?: string,
): Words {
  const acceptLanguage = headers['accept-language']
  return chooseWords({
    uiLocales: uiLocales(query ?? url.replace(/^[^?]*\??/, '')),
    acceptLanguage,
  })
}

function uiLocales(query: string): string | undefined {
  // Parsed leniently: the page about a malformed request needs a language too.
  const parameters = new URLSearchParams(query)
  const pending = readUnverified(parameters.get('pending') ?? '')
  return parameters.get('ui_locales') ?? claimedLocales(pending)
}
