/** The language of the page that answers a request. */

import type { IncomingMessage } from 'node:http'
import { chooseWords } from '../words/choose.ts'
import type { Words } from '../words/en.ts'

export function wordsFor({ headers }: Pick<IncomingMessage, 'headers'>): Words {
  return chooseWords({ acceptLanguage: headers['accept-language'] })
}
