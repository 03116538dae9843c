/**
 * `mandate clock`: what is known of the time, and the operator's word that this machine's clock is right
 * (`grants/trusted-time.ts`).
 */

import type { Command } from 'commander'
import { type ClockDoubt, doubtOf } from '../grants/trusted-time.ts'
import { distanceInWords } from '../runtime/clock-words.ts'
import type { Store } from '../store/port.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { fields, moment } from './terminal.ts'

/** Somebody else moves it at the same moment at most a few times. */
const TRIES = 10

export function addClockCommands(program: Command, context: CommandContext): void {
  const clock = addGroup(
    program,
    'clock',
    'Compare clocks, and trust this one after it was doubted',
  )
  addCommand(
    clock,
    'show',
    'Show the time here, at the database, and the one that deletions go by',
  ).action((options: CommandOptions) =>
    withData(context, options, (data) => show(context, options, data)),
  )
  addCommand(
    clock,
    'trust',
    'Say that the clock of this machine is right: it is believed at once',
  ).action((options: CommandOptions) =>
    withData(context, options, (data) => trust(context, options, data)),
  )
}

interface Data {
  readonly store: Store
}

async function show(context: CommandContext, options: CommandOptions, { store }: Data) {
  const own = context.clock.now()
  const { database, trusted } = await store.trustedTime.read()
  const doubt = doubtOf({ own, database, trusted })
  answer(context, options, {
    json: { clock: own, database, trusted, doubted: doubt !== undefined },
    text: `${fields([
      ['this machine', `${moment(own)} UTC`],
      ['database', database === null ? 'goes by this machine' : `${moment(database)} UTC`],
      ['trusted', trusted === null ? 'none yet; a server begins it' : `${moment(trusted)} UTC`],
    ])}

${doubt === undefined ? 'They agree.' : `The clock of this machine is ${distanceInWords(doubt)}.`}`,
  })
}

async function trust(context: CommandContext, options: CommandOptions, { store }: Data) {
  const own = context.clock.now()
  const database = (await store.trustedTime.read()).database
  const doubt = doubtOf({ own, database, trusted: null })
  if (doubt !== undefined) {
    throw new CommandRefused(
      `The clock of this machine is ${distanceInWords(doubt)}: set both by NTP first; nothing was changed.`,
    )
  }
  await store.trustedTime.begin(own)
  for (let tries = 1; tries <= TRIES; tries++) {
    const { version } = await store.trustedTime.read()
    if (!(await store.trustedTime.move(version, own))) continue
    answer(context, options, {
      json: { trusted: own },
      text: `${moment(own)} UTC is trusted. What is over by this time is deleted from now on.`,
    })
    return
  }
  throw new CommandRefused('The time is being moved by servers all the while: try again.')
}

/**
 * For a command that writes down when something ends: an end by a wrong clock would hold when the clock is
 * right again. Throws `CommandRefused`.
 */
export async function refuseDoubtedClock({ clock }: CommandContext, store: Store): Promise<void> {
  const doubt: ClockDoubt | undefined = doubtOf({
    ...(await store.trustedTime.read()),
    own: clock.now(),
  })
  if (doubt === undefined) return
  throw new CommandRefused(
    `The clock of this machine is ${distanceInWords(doubt)}, and this would end by it: set the clock, or, if it is right, run: mandate clock trust`,
  )
}
