/** `mandate error …` against a server elsewhere. */

import { type ExplanationDocument, readExplanationDocument } from '../../explanations/document.ts'
import { UsageRefused, wholeNumber } from '../command.ts'
import { duration } from '../duration.ts'
import { explanationId, explanationsText, explanationText, nothingStored } from '../shown/errors.ts'
import { segment } from './admin-api.ts'
import type { RemoteCommand } from './remote-command.ts'
import { textOf, unlessThere } from './which.ts'

export const errorCommands: Readonly<Record<string, RemoteCommand>> = {
  'error list': async ({ api, context, options }) => {
    if (options['follow'] !== undefined) {
      throw new UsageRefused('--follow works on the server’s machine; leave it out')
    }
    const limit = wholeNumber('--limit', textOf(options['limit']) ?? '50', { from: 1, to: 1000 })
    const span = textOf(options['since'])
    const since = span === undefined ? 0 : context.clock.now() - duration('--since', span)
    const listed = await api.list('/errors', { client_id: textOf(options['client']) }, limit)
    const json = (listed as unknown as readonly ExplanationDocument[]).filter(
      ({ at }) => at >= since,
    )
    const kept = json.map(readExplanationDocument)
    return { json, text: explanationsText(context.terminal.style, kept, options) }
  },
  'error show': async ({ api, context, args, options }) => {
    const reference = args[0] ?? ''
    const path = `/errors/${segment(explanationId(reference))}`
    const json = await unlessThere(api, path, nothingStored(reference, options))
    const one = readExplanationDocument(json as unknown as ExplanationDocument)
    return { json, text: explanationText(context.terminal.style, one, options) }
  },
}
