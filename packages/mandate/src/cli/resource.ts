/** `mandate resource …`: the APIs (resource servers), which ask whether a token is good. */

import type { Command } from 'commander'
import { describeResource } from '../oauth/registration.ts'
import type { Resource } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
} from './command.ts'
import { withData } from './data-directory.ts'
import { everyRow } from './every-row.ts'
import { fields, moment, printable, table } from './terminal.ts'

interface ResourceOptions extends CommandOptions {
  readonly name: string
  readonly uri: string
}

export function addResourceCommands(program: Command, context: CommandContext): void {
  const resource = addGroup(program, 'resource', 'the APIs that take access tokens')

  addCommand(resource, 'create', 'register an API; its secret is shown this once')
    .requiredOption('--name <name>', 'what people read on the consent page')
    .requiredOption('--uri <uri>', 'its resource indicator, such as https://api.example.com')
    .action((options: ResourceOptions) =>
      withData(context, { ...options, create: true }, async ({ store, settings }) => {
        const { resource: made, secret } = describeResource(options, context)
        if (!(await store.resources.insert(made))) {
          throw new CommandRefused(
            `The URI ${made.uri} is taken by another API; see which: ${nextCommand(options, 'resource list')}`,
          )
        }
        answer(context, options, {
          json: { ...resourceDocument(made), client_secret: secret },
          text: `${printable(made.name)}\n\n${fields([
            ['client_id', made.id],
            ['client_secret', `${secret}  (shown this once)`],
            ['resource', made.uri],
          ])}\n\nWith these the API asks about a token; curl asks for the secret:\n\n  curl -u ${made.id} --data-urlencode "token=$TOKEN" ${settings.issuer}/oauth2/introspect`,
        })
      }),
    )

  addCommand(resource, 'list', 'show all APIs').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const resources = await everyRow((page) => store.resources.list(page))
      const rows = resources.map((one) => [one.id, one.name, one.uri, moment(one.createdAt)])
      answer(context, options, {
        json: resources.map(resourceDocument),
        text:
          rows.length > 0
            ? table(context.terminal.style, ['API', 'NAME', 'URI', 'SINCE (UTC)'], rows)
            : `There is no API yet. Register one:\n\n  ${nextCommand(options, 'resource create --name NAME --uri https://HOST')}`,
      })
    }),
  )
}

/** The names of RFC 7591 §2 and RFC 8707 §2. */
function resourceDocument(resource: Resource) {
  return {
    client_id: resource.id,
    client_id_issued_at: resource.createdAt,
    client_name: resource.name,
    resource: resource.uri,
  }
}
