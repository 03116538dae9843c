/** `mandate provider …`: lists and checks the providers in the settings. */

import type { Command } from 'commander'
import { createFetcher } from '../fetching/fetcher.ts'
import type { EntryOfKind } from '../settings/schema.ts'
import { callbackAddress } from '../ways/oidc/callback.ts'
import { configured, type OidcValues } from '../ways/oidc/settings.ts'
import { answerWithChecks } from './checks.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  settingsFor,
} from './command.ts'
import { table } from './terminal.ts'

export function addProviderCommands(program: Command, context: CommandContext): void {
  const group = addGroup(
    program,
    'provider',
    'List and check the providers that people sign in with',
  )

  addCommand(group, 'list', 'List the external ways to sign in').action(
    (options: CommandOptions) => {
      const { signIn, issuer } = settingsFor(context, options)
      const rows = Object.entries(signIn)
        .filter(([, entry]) => entry['way'] !== 'password')
        .map(([name, entry]) => providerDocument(name, entry, issuer))
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
    'Check a provider’s settings without a sign-in; changes nothing',
  ).action(async (name: string, options: CommandOptions) => {
    const { signIn, issuer, fetchAllowedHosts } = settingsFor(context, options)
    const values = oidcValues(name, signIn)
    const { checkProvider } = await import('../ways/oidc/check.ts')
    const checks = await checkProvider(
      { fetch: createFetcher({ allowedHosts: fetchAllowedHosts }), clock: context.clock },
      {
        ...configured(values),
        clientId: values.client_id,
        redirectUri: callbackAddress(issuer, name),
      },
    )
    answerWithChecks(context, options, checks)
  })
}

function providerDocument(name: string, entry: EntryOfKind, issuer: string) {
  const way = String(entry['way'])
  if (way !== 'oidc') return { name, way, provider: name }
  const { issuer: provider, accept } = configured(entry as OidcValues)
  return { name, way, provider, accept, redirect_uri: callbackAddress(issuer, name) }
}

function oidcValues(name: string, signIn: Readonly<Record<string, EntryOfKind>>): OidcValues {
  const entry = signIn[name]
  if (entry?.['way'] === 'oidc') return entry as OidcValues
  const names = Object.keys(signIn).filter((other) => signIn[other]?.['way'] === 'oidc')
  const choice =
    names.length === 0 ? 'sign_in has no entry with way: oidc' : `give ${names.join(' or ')}`
  throw new CommandRefused(
    entry === undefined
      ? `sign_in has no entry ${name}; ${choice}.`
      : `${name} is not an OpenID provider, so there is nothing to check; ${choice}.`,
  )
}
