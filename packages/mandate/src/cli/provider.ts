/** `mandate provider …`: lists and checks the providers in the settings. */

import type { Command } from 'commander'
import type { Settings } from '../settings.ts'
import { callbackAddress } from '../ways/oidc/callback.ts'
import { configured, type OidcValues } from '../ways/oidc/settings.ts'
import type { Acceptance } from '../ways/way.ts'
import { answerWithChecks } from './checks.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
} from './command.ts'
import { checkWay } from './provider-check.ts'
import { settingsInForceFor } from './settings-in-force.ts'
import { table } from './terminal.ts'
import { isElsewhere, type WayElsewhere, waysSet } from './ways-set.ts'

interface WayDocument {
  readonly name: string
  readonly way: string
  readonly provider: string
  readonly accept?: Acceptance
  readonly redirect_uri?: string
}

export function addProviderCommands(program: Command, context: CommandContext): void {
  const group = addGroup(
    program,
    'provider',
    'List and check the providers that people sign in with',
  )

  addCommand(group, 'list', 'List the ways to sign in that use another system').action(
    async (options: CommandOptions) => {
      const { settings } = await settingsInForceFor(context, options)
      const rows = waysSet(settings.signIn)
        .filter(isElsewhere)
        .map((way) => wayDocument(way, settings))
      const lines = rows.map((row) => [row.name, row.way, row.provider, row.redirect_uri ?? ''])
      answer(context, options, {
        json: rows,
        text:
          rows.length > 0
            ? table(context.terminal.style, ['NAME', 'WAY', 'PROVIDER', 'REDIRECT URI'], lines)
            : 'There are no providers yet. Add one to sign_in in mandate.yaml:\n\n  sign_in:\n    password: {}\n    google:\n      way: oidc\n      preset: google\n      client_id: …\n      client_secret_file: …',
      })
    },
  )

  addCommand(
    group,
    'check <name>',
    'Check a way to sign in without signing anyone in; changes nothing',
  ).action(async (name: string, options: CommandOptions) => {
    const { settings } = await settingsInForceFor(context, options)
    answerWithChecks(context, options, await checkWay(context, settings, name))
  })
}

function wayDocument(
  { name, kind: way, provider }: WayElsewhere,
  { signIn, issuer }: Settings,
): WayDocument {
  if (way !== 'oidc') return { name, way, provider }
  const { accept } = configured(signIn[name] as OidcValues)
  return { name, way, provider, accept, redirect_uri: callbackAddress(issuer, name) }
}
