/** One user: what is known, ways in, sessions, connected apps as a tree, recent activity. */

import type { Fact } from '../../facts/fact.ts'
import { consoleWords } from '../../words/console/console.ts'
import { isolated } from '../../words/console/isolated.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'
import { day } from '../time.ts'
import { factLine } from './fact-line.ts'
import { grantTree, type ShownGrant } from './grant-tree.ts'
import {
  actButton,
  copyable,
  linkButton,
  linkTo,
  properties,
  section,
  since,
  table,
} from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'
import { stateTag, type UserState } from './users.ts'

const text = consoleWords.users
const { roles } = consoleWords.frame

export interface ShownBrowser {
  readonly id: string
  readonly agent: string
  readonly network: string
  readonly startedAt: number
  readonly lastSeenAt: number
}

export interface UserProps extends ConsoleProps {
  readonly user: {
    readonly id: string
    readonly email: string | null
    readonly isVerified: boolean
    readonly name: string | null
    readonly state: UserState
    readonly createdAt: number
    readonly disabledAt: number | null
    readonly deleteAfter: number | null
    readonly language: string | null
    readonly directory: string | null
    readonly role: keyof typeof roles | null
    /** Empty for operators who may not see it. */
    readonly profile: readonly (readonly [claim: string, value: string])[]
  }
  readonly ways: {
    readonly hasPassword: boolean
    readonly hasApp: boolean
    readonly recoveryCodes: number
    readonly passkeys: readonly {
      readonly id: string
      readonly name: string
      readonly createdAt: number
      readonly lastUsedAt: number | null
      readonly isSuspended: boolean
    }[]
    readonly identities: readonly {
      readonly provider: string
      /** Null for operators who may not see it. */
      readonly subject: string | null
      readonly createdAt: number
    }[]
  }
  readonly sessions: readonly ShownBrowser[]
  readonly grants: readonly ShownGrant[]
  /** Null for operators who may not see the activity. */
  readonly activity: {
    readonly facts: readonly Fact[]
    readonly clients: ReadonlyMap<string, string>
  } | null
  /** For how long activity is kept, in seconds. */
  readonly keptSeconds: number
  /** The address of this page. */
  readonly address: string
  /** What the operator may do with this user. */
  readonly can: {
    readonly help: boolean
    readonly change: boolean
    readonly endGrants: boolean
  }
}

export function userPage(props: UserProps): string {
  const { user } = props
  return consoleDocument(props, {
    current: 'users',
    title: isolated(user.email ?? user.name ?? user.id),
    above: { label: text.title, address: '/console/users' },
    actions: actions(props),
    body: html`${known(props)}
${waysIn(props)}
${sessions(props)}
${connections(props)}
${activity(props)}`,
  })
}

function actions(props: UserProps): Html {
  const { user, address, can } = props
  const isDisabled = user.state !== 'active'
  return html`${linkButton(`/console/why?user=${encodeURIComponent(user.id)}`, text.why)}
${can.help && actButton(props, { action: `${address}/unlock`, label: text.unlock })}
${can.change && !isDisabled && linkButton(`${address}/reset-link`, text.resetLink)}
${
  can.change &&
  (isDisabled
    ? actButton(props, { action: `${address}/enable`, label: text.enable })
    : linkButton(`${address}/disable`, text.disable, { tone: 'danger' }))
}
${can.change && linkButton(`${address}/delete`, text.remove, { tone: 'danger' })}`
}

function known({ user, words }: UserProps): Html {
  const when = (seconds: number | null) => seconds !== null && day(words, seconds)
  return properties([
    [text.state, stateTag(user.state)],
    [
      text.address,
      user.email === null
        ? text.noAddress
        : html`${given(user.email)} <span class="soft">(${user.isVerified ? text.verified : text.notVerified})</span>`,
    ],
    [text.name, user.name !== null && given(user.name)],
    [text.id, copyable(user.id)],
    [text.created, day(words, user.createdAt)],
    [text.disabledSince, when(user.disabledAt)],
    [text.deleteAfter, when(user.deleteAfter)],
    [text.role, user.role !== null && roles[user.role]],
    [text.language, user.language],
    [text.directory, user.directory !== null && given(user.directory)],
    ...user.profile.map(([claim, value]) => [html`<code>${claim}</code>`, given(value)] as const),
  ])
}

function waysIn(props: UserProps): Html {
  const { ways, words, address, can } = props
  const { passkeys, identities, hasPassword, hasApp, recoveryCodes } = ways
  const removals =
    can.change &&
    html`${passkeys.length > 0 && linkButton(`${address}/passkeys/remove`, text.removePasskeys)}
${hasApp && linkButton(`${address}/authenticator/remove`, text.removeApp)}`
  const hasAny = hasPassword || passkeys.length > 0 || identities.length > 0
  return section(
    {
      ...{ id: 'ways', title: text.waysIn, actions: removals },
      about: hasAny ? text.waysInAbout : text.noWayIn,
    },
    properties([
      [text.password, hasPassword ? text.hasPassword : text.noPassword],
      ...identities.map(
        ({ provider, subject, createdAt }) =>
          [
            text.provider,
            html`${given(provider)}${subject !== null && html` <code>${subject}</code>`} <span class="soft">${text.addedSince} ${day(words, createdAt)}</span>`,
          ] as const,
      ),
      ...passkeys.map(
        ({ name, createdAt, lastUsedAt, isSuspended }) =>
          [
            text.passkey,
            html`${given(name)} <span class="soft">${text.addedSince} ${day(words, createdAt)}, ${lastUsedAt === null ? text.usedNever : html`${text.usedLast} ${since(props, lastUsedAt)}`}</span>${isSuspended && html` <span class="problem">${text.passkeySuspended}</span>`}`,
          ] as const,
      ),
      [text.app, hasApp && text.hasApp],
      [text.recoveryCodes, hasApp && words.inWords.number(recoveryCodes)],
    ]),
  )
}

function sessions(props: UserProps): Html {
  const { sessions: browsers, address, can } = props
  const actions =
    can.help && browsers.length > 0 && linkButton(`${address}/sessions/end-all`, text.endSessions)
  return section(
    { id: 'sessions', title: text.sessions, actions },
    browsers.length === 0
      ? html`<p class="soft">${text.noSessions}</p>`
      : table<ShownBrowser>(
          text.sessionsCaption,
          [
            {
              head: text.browser,
              cell: ({ agent }) => given(agent === '' ? text.unknownBrowser : agent),
            },
            { head: text.network, cell: ({ network }) => html`<code>${network}</code>` },
            { head: text.signedIn, cell: ({ startedAt }) => since(props, startedAt) },
            { head: text.lastUsed, cell: ({ lastSeenAt }) => since(props, lastSeenAt) },
            {
              head: '',
              cell: ({ id, agent, network }) =>
                can.help &&
                actButton(props, {
                  action: `${address}/sessions/end`,
                  hidden: { session: id },
                  label: text.endSession,
                  about: `${agent} ${network}`,
                }),
            },
          ],
          browsers,
        ),
  )
}

function connections(props: UserProps): Html {
  const { grants, user, can } = props
  return section(
    { id: 'connections', title: text.connections, about: text.connectionsAbout },
    html`${
      grants.length === 0
        ? html`<p class="soft">${text.noConnections}</p>`
        : grantTree(props, grants, { canEnd: can.endGrants })
    }
<p>${linkTo(`/console/grants?user=${encodeURIComponent(user.id)}`, text.connectionsMore)}</p>`,
  )
}

function activity(props: UserProps): Html | null {
  const { activity: found, words, keptSeconds } = props
  if (found === null) return null
  const lines = found.facts.map((fact) => factLine(props, fact, found.clients))
  return section(
    {
      id: 'activity',
      title: text.activity,
      about: text.activityAbout(words.inWords.span(keptSeconds)),
    },
    lines.length === 0
      ? html`<p class="soft">${text.noActivity}</p>`
      : html`<ul class="sheet rows">\n${lines}</ul>`,
  )
}
