/** `mandate platform-key …`: credentials of the platform's own programs, such as its login page. */

import type { Command } from 'commander'
import { PLATFORM_PERMISSIONS } from '../clients/platform-key.ts'
import {
  createPlatformKey,
  deletePlatformKey,
  rotatePlatformKeySecret,
} from '../operations/platform-keys.ts'
import { everyRow } from '../store/every-row.ts'
import type { ReadStore } from '../store/read-only.ts'
import type { PlatformKey } from '../store/records.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, INIT_FLAG, type InitOptions, withData } from './data-directory.ts'
import { addRotateSecret } from './secret-rotation.ts'
import { fields, moment, printable, table } from './terminal.ts'
import { NO_WAY, waysSet } from './ways-set.ts'
import { onlyProvider, providerNamed } from './which-provider.ts'

interface CreateOptions extends InitOptions {
  readonly name: string
  readonly may: string
  readonly provider?: string
}

export function addPlatformKeyCommands(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'platform-key', 'Manage the keys of your platform’s own programs')

  addCommand(group, 'create', 'Create a key for a program of your platform; it is shown only once')
    .requiredOption('--name <name>', 'the name shown to operators')
    .requiredOption(
      '--may <permissions>',
      `permissions, separated by commas: ${PLATFORM_PERMISSIONS.join(', ')}`,
    )
    .option(
      '--provider <name>',
      'the way in the setting sign_in whose users it may name (default: the only external way)',
    )
    .option(...INIT_FLAG)
    .action((options: CreateOptions) => create(context, options))

  addCommand(group, 'list', 'show all platform keys').action((options: CommandOptions) =>
    withData(context, options, async ({ store }) => {
      const keys = await everyRow((page) => store.platformKeys.list(page))
      const rows = keys.map((key) => [
        key.id,
        key.name,
        key.permissions.join(', '),
        key.provider,
        moment(key.createdAt),
      ])
      answer(context, options, {
        json: keys.map(platformKeyDocument),
        text:
          rows.length > 0
            ? table(context.terminal.style, ['KEY', 'NAME', 'MAY', 'PROVIDER', 'SINCE (UTC)'], rows)
            : `There are no platform keys yet. Create one:\n\n  ${nextCommand(options, 'platform-key create --name NAME --may sign_in,users')}`,
      })
    }),
  )

  addRotateSecret(group, context, {
    id: 'platform_key_id',
    secret: 'platform_key',
    find: ({ store }, id, options) => findPlatformKey(store, id, options),
    rotate: async (data, rotation, options) => {
      const outcome = await rotatePlatformKeySecret(data, OPERATOR, rotation)
      if (outcome.is === 'no_such_platform_key') throw unknownPlatformKey(rotation.id, options)
      return outcome
    },
  })

  addCommand(
    group,
    'delete <platform_key_id>',
    'Delete a key; programs that use it are refused at once',
  )
    .option(...YES_FLAG)
    .action((id: string, options: YesOptions) =>
      withData(context, options, async (data) => {
        const { name } = await findPlatformKey(data.store, id, options)
        await confirm(context, options, async () => ({
          question: `Delete ${printable(name)} (${id})?`,
          consequences: ['its secret is invalid at once; programs that use it are refused'],
          canBeUndone: false,
          typed: name,
        }))
        const outcome = await deletePlatformKey(data, OPERATOR, { id })
        if (outcome.is === 'no_such_platform_key') throw unknownPlatformKey(id, options)
        answer(context, options, {
          json: { platform_key_id: id, deleted: true },
          text: `${printable(name)} is deleted. Its secret no longer works.`,
        })
      }),
    )
}

function create(context: CommandContext, options: CreateOptions): Promise<void> {
  return withData(context, { ...options, mayInit: true }, async (data) => {
    const { name, may } = options
    const permissions = may.split(',').map((one) => one.trim())
    const provider = providerFor(data, options, permissions)
    const outcome = await createPlatformKey(data, OPERATOR, { name, permissions, provider })
    if (outcome.is === 'invalid') throw new CommandRefused(outcome.sentence)
    const { key, secret } = outcome
    answer(context, options, {
      json: { ...platformKeyDocument(key), platform_key: secret },
      text: `${printable(key.name)}\n\n${fields([
        ['platform_key_id', key.id],
        ['platform_key', `${secret}  (shown only once)`],
        ['may', key.permissions.join(', ')],
        ['provider', key.provider],
      ])}\n\nYour platform's back end sends it as: Authorization: Bearer …`,
    })
  })
}

/** The provider whose users the key may name. Throws `CommandRefused`. */
function providerFor(
  data: CommandData,
  { provider: given }: CreateOptions,
  permissions: readonly string[],
): string {
  const ways = waysSet(data.settings.signIn)
    .filter(({ kind }) => kind === 'handoff')
    .map(({ name }) => name)
  const only = ways.length === 1 ? ways[0] : undefined
  if (!permissions.includes('sign_in')) {
    if (given !== undefined) return providerNamed(data, given).provider
    return only ?? onlyProvider(data) ?? NO_WAY
  }
  if (ways.length === 0) {
    throw new CommandRefused(
      'The setting sign_in has no way with way: handoff. Add one, or remove sign_in from --may.',
    )
  }
  const provider = given ?? only
  if (provider !== undefined && ways.includes(provider)) return provider
  throw new CommandRefused(
    `A key with the permission sign_in needs a way: --provider ${ways.join(' or --provider ')}.`,
  )
}

/** The key with this id. Rejects with `CommandRefused`. */
async function findPlatformKey(
  store: ReadStore,
  id: string,
  options: CommandOptions,
): Promise<PlatformKey> {
  const found = await store.platformKeys.find(id)
  if (found === undefined) throw unknownPlatformKey(id, options)
  return found
}

function unknownPlatformKey(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no platform key ${id}; list them with: ${nextCommand(options, 'platform-key list')}`,
  )
}

function platformKeyDocument({ id, name, permissions, provider, createdAt }: PlatformKey) {
  return { platform_key_id: id, name, permissions, provider, created_at: createdAt }
}
