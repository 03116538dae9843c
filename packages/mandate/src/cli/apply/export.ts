/** `mandate export`: what there is, as a file that `mandate apply` would change nothing for. */

import { Document, type Pair, type Scalar, type YAMLMap } from 'yaml'
import { exportSections } from '../../apply/export.ts'
import type { Sections } from '../../apply/sections.ts'
import { answer, type CommandContext, type CommandOptions } from '../command.ts'
import { withData } from '../data-directory.ts'

const HEAD = ` Written by \`mandate export\`. Apply it with: mandate apply FILE --plan
 Secrets and logos are not in it: those that are there stay as they are. To make them anew elsewhere,
 give clients and APIs a client_secret and webhooks a webhook_secret, as env:NAME or file:PATH.`

export async function exportAll(context: CommandContext, options: CommandOptions): Promise<void> {
  await withData(context, { ...options, evenIfRefused: true }, async (data) => {
    answer(context, options, exported(await exportSections(data)))
  })
}

/** What the command prints. */
export function exported(sections: Sections): { readonly json: unknown; readonly text: string } {
  return { json: sections, text: asYaml(sections) }
}

function asYaml(sections: Sections): string {
  if (Object.keys(sections).length === 0) return `#${HEAD.replaceAll('\n', '\n#')}\n{}`
  const document = new Document(sections, { aliasDuplicateObjects: false })
  document.commentBefore = HEAD
  for (const pair of (document.contents as unknown as YAMLMap).items as Pair<Scalar, unknown>[]) {
    if (pair !== (document.contents as unknown as YAMLMap).items[0]) pair.key.spaceBefore = true
  }
  return document.toString({ lineWidth: 0 }).trimEnd()
}
