/** `mandate export`: what there is, as a file that `mandate apply` would change nothing for. */

import { Document, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { answer, type CommandContext, type CommandOptions } from '../command.ts'
import { withData } from '../data-directory.ts'
import { exportClientDomains } from './client-domains.ts'
import { exportClients } from './clients.ts'
import { exportIssuers } from './issuers.ts'
import { exportResources } from './resources.ts'

const HEAD = ` Written by \`mandate export\`. Apply it with: mandate apply FILE --plan
 Secrets are not in it: those of clients and APIs that are there stay as they are. To make them
 anew elsewhere, give each of these a client_secret, as env:NAME or file:PATH.`

export async function exportAll(context: CommandContext, options: CommandOptions): Promise<void> {
  await withData(context, { ...options, evenIfRefused: true }, async (data) => {
    const declared = (await data.store.declaredSettings.current())?.settings ?? {}
    const settings = Object.entries(declared).map(([name, { value }]) => [name, value])
    const sections = {
      settings: Object.fromEntries(settings),
      resources: await exportResources(data),
      clients: await exportClients(data),
      trusted_issuers: await exportIssuers(data),
      client_domains: await exportClientDomains(data),
    }
    const there = Object.fromEntries(
      Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0),
    )
    answer(context, options, { json: there, text: asYaml(there) })
  })
}

function asYaml(sections: Readonly<Record<string, unknown>>): string {
  if (Object.keys(sections).length === 0) return `#${HEAD.replaceAll('\n', '\n#')}\n{}`
  const document = new Document(sections, { aliasDuplicateObjects: false })
  document.commentBefore = HEAD
  for (const pair of (document.contents as unknown as YAMLMap).items as Pair<Scalar, unknown>[]) {
    if (pair !== (document.contents as unknown as YAMLMap).items[0]) pair.key.spaceBefore = true
  }
  return document.toString({ lineWidth: 0 }).trimEnd()
}
