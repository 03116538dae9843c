/** `mandate client-domain …`: which domains' clients may identify themselves by a document. */

import type { Command } from 'commander'
import { domainDocument } from '../documents/client-domain.ts'
import { policyFor } from '../grants/document-clients.ts'
import {
  type DecideDomainOutcome,
  decideDomain,
  forgetDomain,
} from '../operations/client-domains.ts'
import { everyRow } from '../store/every-row.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import {
  decidedDomainText,
  denyDomainQuestion,
  domainsText,
  forgottenDomainText,
  unknownDomain,
} from './shown/client-domains.ts'
import { printable } from './terminal.ts'

export function addClientDomainCommands(program: Command, context: CommandContext): void {
  const group = addGroup(
    program,
    'client-domain',
    'Decide which domains’ clients may identify themselves by the URL of a document',
  )

  addCommand(group, 'list', 'List the domains that wait for a decision or have one').action(
    (options: CommandOptions) =>
      withData(context, options, async ({ store, settings }) => {
        const domains = await everyRow((page) => store.clientDomains.list(page))
        const json = domains.map(domainDocument)
        const { others, domains: named } = settings.clientDocuments
        const inSettings = Object.entries(named).map(([host, said]) => `  ${host}: ${said}`)
        const bySettings = [
          `The settings say: ${others}${inSettings.length > 0 ? ', and' : ''}`,
          ...inSettings,
        ].join('\n')
        answer(context, options, {
          json,
          text: `${domainsText(context.terminal.style, json)}\n\n${bySettings}`,
        })
      }),
  )

  addCommand(group, 'allow <domain>', 'Accept the clients whose documents are at a domain').action(
    (named: string, options: CommandOptions) =>
      withData(context, options, async (data) => {
        const outcome = await decideDomain(data, OPERATOR, { named, decision: 'allowed' })
        tell(context, options, { data, named, outcome })
      }),
  )

  addCommand(group, 'deny <domain>', 'Refuse the clients of a domain, and end their tokens')
    .option(...YES_FLAG)
    .action((named: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        await confirm(context, options, async () => denyDomainQuestion(named))
        const outcome = await decideDomain(data, OPERATOR, { named, decision: 'denied' })
        tell(context, options, { data, named, outcome })
      }),
    )

  addCommand(
    group,
    'forget <domain>',
    'Forget a decision, so that the settings alone count',
  ).action((named: string, options: CommandOptions) =>
    withData(context, options, async (data) => {
      if (!(await forgetDomain(data, OPERATOR, { named }))) {
        throw unknownDomain(named, options)
      }
      const json = { domain: named, forgotten: true }
      answer(context, options, { json, text: forgottenDomainText(named) })
    }),
  )
}

function tell(
  context: CommandContext,
  options: CommandOptions,
  {
    data,
    named,
    outcome,
  }: {
    readonly data: CommandData
    readonly named: string
    readonly outcome: DecideDomainOutcome
  },
): void {
  if (outcome.is === 'no_domain') {
    throw new CommandRefused(
      `${printable(named)} is not a host: give one such as claude.ai, or the URL of the client.`,
    )
  }
  const { domain, clients } = outcome
  const isAllowed = domain.decision === 'allowed'
  const policy = policyFor(data.settings.clientDocuments, `https://${domain.id}/`)
  const inVain =
    isAllowed && (policy === 'off' || policy === 'deny')
      ? `\n\nFor now they are refused all the same: the settings client_documents and client_document_domains say ${policy}.`
      : ''
  const json = { ...domainDocument(domain), client_ids: clients.map(({ id }) => id) }
  answer(context, options, { json, text: `${decidedDomainText(json)}${inVain}` })
}
