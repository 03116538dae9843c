/**
 * The language of the page that answers a request: the one that the app asks for with `ui_locales`
 * (OpenID Connect Core §3.1.2.1), in the URL or in the pending authorization there, or else one of
 * the browser's. Who wrote the wish does not matter, so no seal is checked.
 */

import type { IncomingMessage } from 'node:http'
import { claimedQuery } from '../oauth/authorize/pending.ts'
import { chooseWords } from '../words/choose.ts'
import type { Words } from '../words/en.ts'
import { readUnverified } from './seal.ts'

/** `query` is the authorization request, where it is known otherwise than from the URL. */
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
  // Not read as strictly as a request is: an error page has a language, too.
  const parameters = new URLSearchParams(query)
  const pending = claimedQuery(readUnverified(parameters.get('pending') ?? ''))
  return parameters.get('ui_locales') ?? (pending && uiLocales(pending)) ?? undefined
}
