/**
 * `mandate clock`: shows the clocks, and lets the operator confirm that this machine's is right
 * (`grants/trusted-time.ts`).
 */

import type { Command } from 'commander'
import { type ClockDoubt, doubtOf } from '../grants/trusted-time.ts'
import { trustClock } from '../operations/clock.ts'
import { distanceInWords } from '../runtime/clock-words.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
} from './command.ts'
import { type CommandData, withData } from './data-directory.ts'
import { fields, moment } from './terminal.ts'

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

async function show(context: CommandContext, options: CommandOptions, { store }: CommandData) {
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

async function trust(context: CommandContext, options: CommandOptions, data: CommandData) {
  const outcome = await trustClock(data, OPERATOR, null)
  switch (outcome.is) {
    case 'trusted':
      return answer(context, options, {
        json: { trusted: outcome.at },
        text: `${moment(outcome.at)} UTC is trusted. What is over by this time is deleted from now on.`,
      })
    case 'clock_in_doubt':
      throw new CommandRefused(
        `The clock of this machine is ${distanceInWords(outcome.doubt)}: set both by NTP first; nothing was changed.`,
      )
    case 'busy':
      throw new CommandRefused('The time is being moved by servers all the while: try again.')
  }
}

/** The refusal to store an expiry by a doubted clock. */
export function clockDoubted(doubt: ClockDoubt): CommandRefused {
  return new CommandRefused(
    `The clock of this machine is ${distanceInWords(doubt)}, and this would end by it: set the clock, or, if it is right, run: mandate clock trust`,
  )
}
