/**
 * `mandate doctor`: checks everything a server needs, changes nothing, and says what to do. Each
 * check is a file in `doctor/` and a line below.
 */

import type { Command } from 'commander'
import type { SettingsInForce } from '../settings/in-force.ts'
import { SettingsRefused } from '../settings/refused.ts'
import { answerWithChecks, type Check } from './checks.ts'
import { addCommand, type CommandContext, type CommandOptions } from './command.ts'
import { authorizationDetails } from './doctor/authorization-details.ts'
import { brand } from './doctor/brand.ts'
import type { Examine } from './doctor/check.ts'
import { clientDomains } from './doctor/client-domains.ts'
import { clock } from './doctor/clock.ts'
import { data } from './doctor/data.ts'
import { database } from './doctor/database.ts'
import { declaredSettings } from './doctor/declared-settings.ts'
import { encryption } from './doctor/encryption.ts'
import { issuer } from './doctor/issuer.ts'
import { jobs } from './doctor/jobs.ts'
import { keys } from './doctor/keys.ts'
import { mail } from './doctor/mail.ts'
import { port } from './doctor/port.ts'
import { settingsFile } from './doctor/settings-file.ts'
import { signIn } from './doctor/sign-in.ts'
import { webhooks } from './doctor/webhooks.ts'
import { type FoundSettings, settingsInForceFor } from './settings-in-force.ts'

/** In the order shown. */
const examinations: readonly Examine[] = [
  settingsFile,
  issuer,
  data,
  keys,
  database,
  declaredSettings,
  encryption,
  signIn,
  brand,
  authorizationDetails,
  clientDomains,
  clock,
  mail,
  jobs,
  webhooks,
  port,
]

/** Those that make sense in a running server: it has the database open and the port. */
const inServer: readonly Examine[] = [
  settingsFile,
  declaredSettings,
  issuer,
  data,
  keys,
  encryption,
  signIn,
  brand,
  authorizationDetails,
  clientDomains,
  clock,
  mail,
  jobs,
]

/** What the console of a running server shows. */
export async function examineServer(
  { clock, random }: Pick<CommandContext, 'clock' | 'random'>,
  inForce: SettingsInForce,
): Promise<readonly Check[]> {
  // What is missing on a server, it says itself (`doctor/declared-settings.ts`).
  const unknown = { version: 0, unread: undefined, missing: [] }
  const examined = { ...inForce, ...unknown, now: clock.now(), random }
  const found = await Promise.all(inServer.map((examine) => examine(examined)))
  return found.flatMap((one) => one ?? [])
}

export function addDoctorCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'doctor',
    'Check everything a server needs, and say what to do; changes nothing',
  ).action((options: CommandOptions) => examine(context, options))
}

async function examine(context: CommandContext, options: CommandOptions): Promise<void> {
  answerWithChecks(context, options, await allChecks(context, options))
}

async function allChecks(
  context: CommandContext,
  options: CommandOptions,
): Promise<readonly Check[]> {
  let inForce: FoundSettings
  try {
    inForce = await settingsInForceFor(context, options)
  } catch (error) {
    if (!(error instanceof SettingsRefused)) throw error
    // Without settings, nothing else can be found.
    return error.problems.map((message) => ({ name: 'settings', ok: false, message }))
  }
  const examined = { ...inForce, now: context.clock.now(), random: context.random }
  const checks: Check[] = []
  for (const examine of examinations) {
    checks.push(...[(await examine(examined)) ?? []].flat())
  }
  return checks
}
