/** `mandate resource …`: manages APIs (resource servers), which introspect tokens. */

import { type Command, Option } from 'commander'
import { resourceDocument } from '../documents/resource.ts'
import type { Grant } from '../grants/grant.ts'
import { spellingIn } from '../grants/resource-uri.ts'
import { countLiveGrants } from '../operations/live-grants.ts'
import {
  createResource,
  deleteResource,
  rotateResourceSecret,
  updateResource,
} from '../operations/resources.ts'
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../signing/key.ts'
import { everyRow } from '../store/every-row.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { Resource } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { addRotateSecret } from './secret-rotation.ts'
import {
  createdResourceText,
  deletedResourceText,
  deleteResourceQuestion,
  resourcesText,
  resourceText,
  unknownResource,
} from './shown/resources.ts'
import { printable } from './terminal.ts'

interface ResourceOptions extends InitOptions, ResourceProperties {
  readonly uri?: string
}

export interface ResourceProperties {
  readonly name?: string
  readonly restricted?: boolean
  readonly needsUsername?: boolean
  /** False removes it. */
  readonly jwt?: SigningAlgorithm | false
}

const JWT_FLAG = [
  '--jwt <algorithm>',
  'its access tokens are JWTs signed with this algorithm, which it can read itself (RFC 9068)',
] as const

export function addResourceCommands(program: Command, context: CommandContext): void {
  const resource = addGroup(
    program,
    'resource',
    'Register and manage resources: the APIs that accept access tokens',
  )

  addCommand(resource, 'create', 'Register an API; its secret is shown only once')
    .requiredOption('--name <name>', 'what people read on the consent page')
    .requiredOption('--uri <uri>', 'its resource indicator, such as https://api.example.com')
    .option(...INIT_FLAG)
    .option(
      '--restricted',
      'accepts only tokens that name it, so that one leaked elsewhere is useless here',
    )
    .option(
      '--needs-username',
      'receives the e-mail address of each user; the consent page says so',
    )
    .addOption(new Option(...JWT_FLAG).choices(SIGNING_ALGORITHMS))
    .action((options: ResourceOptions) => create(context, options))

  addCommand(resource, 'update <client_id>', 'Change the given properties of an API')
    .option('--name <name>', 'what people read on the consent page')
    .option('--restricted', 'accepts only tokens that name it')
    .option('--no-restricted', 'also accepts tokens that name no API')
    .option('--needs-username', 'receives the e-mail address, for grants from now on')
    .option('--no-needs-username', 'no longer receives the e-mail address')
    .addOption(new Option(...JWT_FLAG).choices(SIGNING_ALGORITHMS))
    .option('--no-jwt', 'its access tokens are opaque, and it has them introspected')
    .action((id: string, options: ResourceOptions) => update(context, options, id))

  addCommand(resource, 'list', 'show all APIs').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const resources = await everyRow((page) => store.resources.list(page))
      const json = resources.map((one) => resourceDocument(one))
      answer(context, options, { json, text: resourcesText(context.terminal.style, json, options) })
    }),
  )

  addCommand(resource, 'show <client_id>', 'Show one API, without its secret').action(
    (id: string, options: CommandOptions) =>
      withData(context, options, async ({ store }) => {
        const found = await findResource(store, id, options)
        answer(context, options, {
          json: resourceDocument(found),
          text: resourceText(resourceDocument(found)),
        })
      }),
  )

  addRotateSecret(resource, context, {
    find: ({ store }, id, options) => findResource(store, id, options),
    rotate: async (data, rotation, options) => {
      const outcome = await rotateResourceSecret(data, OPERATOR, rotation)
      if (outcome.is === 'no_such_resource') throw unknownResource(rotation.id, options)
      return outcome
    },
  })

  addCommand(
    resource,
    'delete <client_id>',
    'Delete an API; tokens meant only for it are then honoured nowhere',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const { store } = data
        const { name, uri } = await findResource(store, id, options)
        await confirm(context, options, async () => {
          const where = (grant: Grant) => spellingIn(grant.resource, uri) !== undefined
          const { grantsOfUsers } = await countLiveGrants(
            store,
            {},
            { now: context.clock.now(), where },
          )
          return deleteResourceQuestion(
            { client_id: id, client_name: name, resource: uri },
            grantsOfUsers,
          )
        })
        const outcome = await deleteResource(data, OPERATOR, { resourceId: id })
        if (outcome.is === 'no_such_resource') throw unknownResource(id, options)
        answer(context, options, {
          json: { client_id: id, deleted: true },
          text: deletedResourceText({ client_name: name, resource: uri }),
        })
      }),
    )
}

function create(context: CommandContext, options: ResourceOptions): Promise<void> {
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const { name = '', uri = '', restricted = false, needsUsername = false } = options
    const described = { name, uri, restricted, needsUsername, jwtAlgorithm: options.jwt || null }
    const outcome = await createResource(data, OPERATOR, described)
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    if (outcome.is === 'uri_taken') throw takenBy(outcome.by, uri, options)
    const { resource, secret } = outcome
    answer(context, options, {
      json: resourceDocument(resource, secret),
      text: createdResourceText(resourceDocument(resource, secret), data.settings),
    })
  })
}

/** Equivalent spellings are one API (RFC 3986 §6.2), so the refusal names it. */
function takenBy(
  there: Resource | undefined,
  uri: string,
  options: CommandOptions,
): CommandRefused {
  if (there === undefined || there.uri === uri) {
    return new CommandRefused(
      `The URI ${uri} is taken by another API; see which: ${nextCommand(options, 'resource list')}`,
    )
  }
  return new CommandRefused(
    `The URI ${uri} is another spelling of ${there.uri}, which is registered already: ${printable(there.name)}, ${there.id}. Requests may use either.`,
  )
}

function update(context: CommandContext, options: ResourceOptions, id: string): Promise<void> {
  const change = resourceChangeIn(options)
  return withData(context, options, async (data) => {
    const outcome = await updateResource(data, OPERATOR, { resourceId: id, change })
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    if (outcome.is === 'no_such_resource') throw unknownResource(id, options)
    if (outcome.is === 'changed_meanwhile') {
      throw new CommandRefused('It was changed at the same time; try again.')
    }
    const { resource } = outcome
    answer(context, options, {
      json: resourceDocument(resource),
      text: resourceText(resourceDocument(resource)),
    })
  })
}

/** What is given. Throws `UsageRefused`. */
export function resourceChangeIn({ name, restricted, needsUsername, jwt }: ResourceProperties) {
  if ([name, restricted, needsUsername, jwt].every((given) => given === undefined)) {
    throw new UsageRefused('Nothing to change was given; see mandate resource update --help')
  }
  return {
    ...(name !== undefined && { name }),
    ...(restricted !== undefined && { restricted }),
    ...(needsUsername !== undefined && { needsUsername }),
    ...(jwt !== undefined && { jwtAlgorithm: jwt || null }),
  }
}

/** The API with this id. Rejects with `CommandRefused`. */
async function findResource(
  store: ReadStore,
  id: string,
  options: CommandOptions,
): Promise<Resource> {
  const found = await store.resources.find(id)
  if (found === undefined) throw unknownResource(id, options)
  return found
}
