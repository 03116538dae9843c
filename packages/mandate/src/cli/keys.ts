/**
 * `mandate keys …`: lists the server keys, adds new ones, and retires old ones. Servers read the key
 * file by themselves (`runtime/key-keeper.ts`), so no command restarts anything.
 */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { keyDocument } from '../documents/key.ts'
import type { KeyId } from '../grants/grant.ts'
import {
  addKey,
  forgetKey,
  importSigningKey,
  protectKeyFile,
  readKeyFile,
} from '../keys/key-file.ts'
import { type KeyPlace, keyPlaceOf } from '../keys/place.ts'
import { HANDOVER_SECONDS, type RetireKeyOutcome, retireKey } from '../operations/keys.ts'
import type { KeyLife, KeySlot, KeyUses } from '../store/port.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  OPERATOR,
  settingsFor,
  UsageRefused,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import { shownKeys } from './shown-keys.ts'
import { moment, table } from './terminal.ts'

const KINDS: Readonly<Record<string, readonly KeySlot[]>> = {
  token: ['token'],
  seal: ['seal'],
  signing: ['RSA', 'EC', 'OKP'],
}
const SLOTS: Readonly<Record<string, KeySlot>> = { RS256: 'RSA', ES256: 'EC', EdDSA: 'OKP' }

interface RotateOptions extends CommandOptions {
  readonly kind: string
  readonly alg?: string
}
interface ProtectOptions extends CommandOptions {
  readonly was?: string
}
interface RetireOptions extends YesOptions {
  readonly now?: true
}

export function addKeyCommands(program: Command, context: CommandContext): void {
  const keys = addGroup(program, 'keys', 'Rotate the keys of the server, without a restart')

  addCommand(keys, 'list', 'List the keys, their states, and what depends on them').action(
    (options: CommandOptions) => list(context, options),
  )
  addCommand(keys, 'rotate', 'Add a new key; it is used as soon as every running server has it')
    .option(
      '--kind <kind>',
      'token, signing (of ID tokens and other JWTs) or seal (of what pages keep in the browser)',
      'token',
    )
    .option(
      '--alg <algorithm>',
      `which kind of signing key: ${Object.keys(SLOTS).join(', ')} (default: one for each that is in use)`,
    )
    .action((options: RotateOptions) => rotate(context, options))
  addCommand(
    keys,
    'retire <key>',
    'Take an older key away: nothing that was made with it is accepted any more',
  )
    .option('--now', 'even if grants depend on it, and end them; for a key that leaked')
    .option(...YES_FLAG)
    .action((key: string, options: RetireOptions) => retire(context, options, key))
  addCommand(keys, 'import <file>', 'Add a signing key that was made elsewhere: PEM or JWK').action(
    (file: string, options: CommandOptions) => importKey(context, options, file),
  )
  addCommand(
    keys,
    'protect',
    'Encrypt the key file with the passphrase in the setting key_passphrase, or decrypt it if there is none',
  )
    .option('--was <file>', 'a file with the present passphrase, to change or remove it')
    .action((options: ProtectOptions) => protect(context, options))
}

function list(context: CommandContext, options: CommandOptions): Promise<void> {
  return withData(context, options, async (data) => {
    const { style } = context.terminal
    const shown = await shownKeys(data)
    const columns = ['KEY', 'KIND', 'STATE', 'SINCE (UTC)', 'NOTES']
    const rows = shown.map((key) => [
      key.id,
      key.kind,
      key.state === 'active' ? style.good(key.state) : key.state,
      moment(key.since),
      key.notes.join('; '),
    ])
    answer(context, options, {
      json: shown.map(keyDocument),
      text: table(style, columns, rows),
    })
  })
}

async function rotate(context: CommandContext, options: RotateOptions): Promise<void> {
  const place = placeOf(context, options)
  const slots = slotsFor(options)
  let added: readonly KeyId[] = []
  await withData(context, options, async () => {
    const held = new Set(readKeyFile(place)?.signingKeys.map(({ type }) => type))
    const wanted =
      options.kind === 'signing' && options.alg === undefined
        ? slots.filter((slot) => (held.size === 0 ? slot !== 'OKP' : held.has(slot as never)))
        : slots
    added = wanted.map((slot) => addKey(place, slot, context))
  })
  await tellAdded(context, options, added)
}

/** The kinds of keys to add. Throws `UsageRefused`. */
function slotsFor({ kind, alg }: RotateOptions): readonly KeySlot[] {
  const slots = KINDS[kind]
  if (slots === undefined) {
    throw new UsageRefused(`--kind is "${kind}"; give one of ${Object.keys(KINDS).join(', ')}`)
  }
  if (alg === undefined) return slots
  if (kind !== 'signing') {
    throw new UsageRefused('--alg is for signing keys; give --kind signing, or leave it out')
  }
  const slot = SLOTS[alg === 'PS256' ? 'RS256' : alg]
  if (slot !== undefined) return [slot]
  throw new UsageRefused(`--alg is "${alg}"; give one of ${Object.keys(SLOTS).join(', ')}`)
}

async function importKey(
  context: CommandContext,
  options: CommandOptions,
  file: string,
): Promise<void> {
  const place = placeOf(context, options)
  const text = textOf(resolve(context.workingDirectory, file))
  let added: readonly KeyId[] = []
  await withData(context, options, async () => {
    added = [importSigningKey(place, text, context).id]
  })
  await tellAdded(context, options, added)
}

/** Opens the data again: without a running server, the keys are in use by then. */
function tellAdded(
  context: CommandContext,
  options: CommandOptions,
  ids: readonly KeyId[],
): Promise<void> {
  return withData(context, options, async (data) => {
    const added = (await shownKeys(data)).filter(({ id }) => ids.includes(id))
    const isWaiting = added.some(({ state }) => state === 'next')
    const lines = added.map(({ id, kind, state, notes }) =>
      state === 'active'
        ? `The ${kind} key ${id} is in use.`
        : `The ${kind} key ${id} is in the key file, and not in use yet: ${notes.join('; ')}.`,
    )
    answer(context, options, {
      json: added.map(keyDocument),
      text: `${lines.join('\n')}${
        isWaiting
          ? `

Servers on this data directory read the file by themselves within seconds. If others have copies of it,
copy it to them now; none has to be restarted.`
          : ''
      }

Keep a new copy of the keys: ${nextCommand(options, 'backup --keys FILE')}`,
    })
  })
}

async function retire(
  context: CommandContext,
  options: RetireOptions,
  given: string,
): Promise<void> {
  const place = placeOf(context, options)
  await withData(context, options, async (data) => {
    const life = lifeOf(await data.store.keys.list(), given, options)
    const evenIfUsed = options.now ?? false
    if (evenIfUsed) {
      refuseActive(life, options)
      await confirmRetiring(context, options, { data, life })
    }
    const request = { id: life.id, evenIfUsed }
    let outcome = await retireKey(data, OPERATOR, request)
    const seconds = outcome.is === 'too_early' ? outcome.until - context.clock.now() : 0
    if (seconds > 0 && seconds <= HANDOVER_SECONDS) {
      context.terminal.warn(`In ${seconds} s every server uses the new key; waiting.`)
      await pause(seconds * 1_000)
      outcome = await retireKey(data, OPERATOR, request)
    }
    const grants = endedBy(outcome, life, options)
    forgetKey(place, life.id, context)
    answer(context, options, {
      json: { key_id: life.id, retired: true, grants_ended: grants },
      text: `The key ${life.id} is retired, and its secret is no longer in the key file.${
        grants === 0 ? '' : ` ${countOf(grants, 'grant')} ended with it.`
      }
Remove it from every other copy of the file, backups included.`,
    })
  })
}

/** Servers need nothing: they have read the keys, and the setting is theirs when they start again. */
function protect(context: CommandContext, options: ProtectOptions): void {
  const place = placeOf(context, options)
  const { path, passphrase = null, command = null } = place
  if (command !== null) {
    throw new CommandRefused(
      'The keys come from the command in the setting key_command, not from a file.',
    )
  }
  const { was: file } = options
  if (file === undefined && passphrase === null) {
    throw new UsageRefused(
      'There is no passphrase in the setting key_passphrase to encrypt the key file with; to decrypt it, give --was FILE',
    )
  }
  const was = file === undefined ? null : textOf(resolve(context.workingDirectory, file)).trimEnd()
  protectKeyFile(place, was, context.random)
  answer(context, options, {
    json: { file: path, encrypted: passphrase !== null },
    text:
      passphrase === null
        ? `The key file ${path} is not encrypted any more.`
        : `The key file ${path} is encrypted. Older copies of it are as they were.`,
  })
}

/** Says what ends, and asks. */
function confirmRetiring(
  context: CommandContext,
  options: RetireOptions,
  { data, life }: { readonly data: CommandData; readonly life: KeyLife },
): Promise<void> {
  return confirm(context, options, async () => {
    const uses =
      life.slot === 'token'
        ? await data.store.keys.tallyUses(life.id, context.clock.now())
        : undefined
    return {
      question: `Retire the key ${life.id}?`,
      consequences: uses === undefined ? [otherEnd(life.slot)] : whatEnds(uses),
      canBeUndone: false,
    }
  })
}

function whatEnds({ grants, links, secrets, clients, endpoints }: KeyUses): readonly string[] {
  return [
    `${countOf(grants, 'live grant')} ${grants === 1 ? 'ends' : 'end'} at once; people have to connect those apps again`,
    'access tokens made with it are refused within seconds',
    ...(links > 0
      ? [`${countOf(links, 'link')} in mails that were not opened yet become void`]
      : []),
    ...(secrets > 0
      ? [
          `${countOf(secrets, 'authenticator app')} cannot be used any more and have to be set up again`,
        ]
      : []),
    ...(clients > 0
      ? [`${countOf(clients, 'client')} that sign with their secret need a new one (rotate-secret)`]
      : []),
    ...(endpoints > 0
      ? [
          `${countOf(endpoints, 'webhook')} cannot be signed until they have a new secret (rotate-secret)`,
        ]
      : []),
  ]
}

function otherEnd(slot: KeySlot): string {
  return slot === 'seal'
    ? 'pages that people have open begin anew'
    : 'ID tokens and other JWTs signed with it do not verify any more'
}

/** How many grants ended. Throws `CommandRefused` unless it was retired. */
function endedBy(outcome: RetireKeyOutcome, life: KeyLife, options: CommandOptions): number {
  const now = nextCommand(options, `keys retire ${life.id} --now`)
  switch (outcome.is) {
    case 'retired':
      return outcome.grants
    case 'retired_before':
      return 0
    case 'active':
      return refuseActive({ ...life, retiringAt: null }, options)
    case 'no_such_key':
      throw noSuchKey(life.id, options)
    case 'too_early':
      throw new CommandRefused(
        `Something that the key ${life.id} made may be good until ${moment(outcome.until)} UTC: try again then; after a leak: ${now}`,
      )
    case 'in_use': {
      const { grants, links, secrets, clients } = outcome.uses
      const parts = [
        ...(grants > 0 ? [countOf(grants, 'live grant')] : []),
        ...(links > 0 ? [`${countOf(links, 'mailed link')}`] : []),
        ...(secrets > 0 ? [`${countOf(secrets, 'authenticator app')}`] : []),
        ...(clients > 0 ? [`${countOf(clients, 'client secret')}`] : []),
      ]
      throw new CommandRefused(
        `${parts.join(', ')} still ${parts.length === 1 && /^1 /.test(parts[0] ?? '') ? 'depends' : 'depend'} on the key ${life.id}: a grant moves to the new key when its client refreshes; to end them, after a leak: ${now}`,
      )
    }
  }
}

function refuseActive(life: KeyLife, options: CommandOptions): 0 {
  if (life.activeAt === null || life.retiringAt !== null || life.retiredAt !== null) return 0
  const kind = life.slot === 'token' || life.slot === 'seal' ? life.slot : 'signing'
  throw new CommandRefused(
    `The key ${life.id} is in use: put another in its place first: ${nextCommand(options, `keys rotate --kind ${kind}`)}`,
  )
}

/** By its id, or by how it begins. Throws `CommandRefused`. */
function lifeOf(lives: readonly KeyLife[], given: string, options: CommandOptions): KeyLife {
  const found = lives.filter(
    ({ id }) => id === given || (given.length >= 8 && id.startsWith(given)),
  )
  const [only] = found
  if (only === undefined || found.length > 1) throw noSuchKey(given, options)
  return only
}

function noSuchKey(given: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no key ${given}; list them with: ${nextCommand(options, 'keys list')}`,
  )
}

function placeOf(context: CommandContext, options: CommandOptions): KeyPlace {
  return keyPlaceOf(settingsFor(context, options))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandRefused(
      `The file ${path} cannot be read (${code}): name the private key's file.`,
    )
  }
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
