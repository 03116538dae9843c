/** `mandate issuer …`: the issuers whose assertions and tokens are trusted, and how far. */

import type { Command } from 'commander'
import { issuerDocument } from '../documents/issuer.ts'
import { turnTrustedIssuer } from '../operations/trusted-issuers.ts'
import { everyRow } from '../store/every-row.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { TrustedIssuer } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { addIssuerDescriptions } from './issuer-description.ts'
import { issuerText } from './issuer-text.ts'
import {
  deletedIssuerText,
  deleteIssuerQuestion,
  disabledIssuerText,
  disableIssuerQuestion,
  enabledIssuerText,
  issuersText,
  unknownIssuer,
} from './shown/issuers.ts'

export function addIssuerCommands(program: Command, context: CommandContext): void {
  const group = addGroup(
    program,
    'issuer',
    'Trust issuers of assertions about people, and of the tokens of workloads',
  )
  addIssuerDescriptions(group, context, findIssuer)

  addCommand(group, 'list', 'List the trusted issuers').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const issuers = await everyRow((page) => store.trustedIssuers.list(page))
      const json = issuers.map(issuerDocument)
      answer(context, options, { json, text: issuersText(context.terminal.style, json) })
    }),
  )

  addCommand(group, 'show <issuer_id>', 'Show how far an issuer is trusted').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const found = await findIssuer(store, id, options)
        const json = issuerDocument(found)
        answer(context, options, { json, text: issuerText(json) })
      }),
  )

  addCommand(
    group,
    'disable <issuer_id>',
    'Stop trusting an issuer, and end every grant that came of it',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const { name, purpose } = await findIssuer(data.store, id, options)
        await confirm(context, options, async () => disableIssuerQuestion({ id, name, purpose }))
        await turnTrustedIssuer(data, OPERATOR, { id, turn: 'disable' })
        const found = await findIssuer(data.store, id, options)
        answer(context, options, {
          json: issuerDocument(found),
          text: disabledIssuerText({ name, purpose }),
        })
      }),
    )

  addCommand(group, 'enable <issuer_id>', 'Trust a disabled issuer again').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        await turnTrustedIssuer(data, OPERATOR, { id, turn: 'enable' })
        const found = await findIssuer(data.store, id, options)
        answer(context, options, {
          json: issuerDocument(found),
          text: enabledIssuerText(found),
        })
      }),
  )

  addCommand(
    group,
    'delete <issuer_id>',
    'Delete a trusted issuer, and end every grant that came of it',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const { name, purpose } = await findIssuer(data.store, id, options)
        await confirm(context, options, async () => deleteIssuerQuestion({ id, name, purpose }))
        const outcome = await turnTrustedIssuer(data, OPERATOR, { id, turn: 'delete' })
        if (outcome.is === 'no_such_issuer') throw unknownIssuer(id, options)
        answer(context, options, {
          json: { issuer_id: id, deleted: true },
          text: deletedIssuerText({ name, purpose }),
        })
      }),
    )
}

/** The issuer with this id. Rejects with `CommandRefused`. */
async function findIssuer(
  store: ReadStore,
  id: string,
  options: CommandOptions,
): Promise<TrustedIssuer> {
  const found = await store.trustedIssuers.find(id)
  if (found === undefined) throw unknownIssuer(id, options)
  return found
}
