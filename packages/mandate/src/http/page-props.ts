/** What every page gets from the request and the settings: its language and the brand. */

import type { FastifyRequest } from 'fastify'
import type { PageProps } from '../pages/layout.ts'
import type { Account } from '../store/records.ts'
import type { HttpContext } from './context.ts'
import { wordsFor } from './language.ts'

/**
 * `account` is who the page is for, if known. `query` is the authorization request if it did not come
 * in the URL.
 */
export function pageProps(
  { settings, brand }: Pick<HttpContext, 'settings' | 'brand'>,
  request: Pick<FastifyRequest, 'url' | 'headers'>,
  {
    account,
    query,
  }: {
    readonly account?: Pick<Account, 'language'> | undefined
    readonly query?: string | undefined
  } = {},
): PageProps {
  return {
    words: wordsFor(request, { query, language: account?.language, catalogues: brand.catalogues }),
    brandName: settings.brandName,
    look: brand.look,
  }
}
