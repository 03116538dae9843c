/**
 * The first account page: which apps can act for the person. An app can be connected several times,
 * such as on a phone and on a laptop: each of these installations has its own permissions, which can be
 * taken back one by one, and its own end.
 */

import type { ShownDetail } from '../../oauth/details/shown.ts'
import type { Words } from '../../words/en/en.ts'
import type { Phrase } from '../../words/phrase.ts'
import { detailList } from '../details.ts'
import { type Html, html } from '../html.ts'
import { icon } from '../icons.ts'
import { brand, type FormProps, given, hiddenFields } from '../layout.ts'
import { limitFields } from '../limits.ts'
import { permissionLine, permissionText, type ScopeProps } from '../scope.ts'
import { ago, day } from '../time.ts'
import type { Confirmation } from './confirm.ts'
import { type DelegateProps, delegateList } from './delegates.ts'
import { type KeptOutProps, keptOutApps } from './kept-out.ts'
import { type AccountDeskProps, accountDesk, alerted, done, type Told } from './shell.ts'

/** A connection to an app. Times in seconds since 1970. */
export interface InstallationProps {
  readonly grantId: string
  readonly scope: readonly string[]
  /** What was allowed beyond the scope. */
  readonly details: readonly ShownDetail[]
  /** The names of the APIs that it is limited to; empty for every API. */
  readonly resources: readonly string[]
  readonly since: number
  /** Null if it has not been used yet. */
  readonly lastUsed: number | null
  /** The browser and the network that it was connected from; null for what is not known. */
  readonly agent: string | null
  readonly network: string | null
  /** Who acts through it; none if absent. */
  readonly delegates?: readonly DelegateProps[]
}

export interface AppProps {
  readonly clientId: string
  readonly name: string
  /** The address of its logo here; null if it has none. */
  readonly logo: string | null
  /** The most recently used first; none if only the consent is remembered. */
  readonly installations: readonly InstallationProps[]
  /** How many more there are. */
  readonly more: number
  /** What is remembered, for an app without installations. */
  readonly scope: readonly string[]
  readonly resources: readonly string[]
  readonly since: number
}

export interface AppsProps extends ScopeProps, AccountDeskProps {
  readonly now: number
  readonly apps: readonly AppProps[]
  /** Posts `client_id`. */
  readonly disconnect: FormProps
  /** Posts `grant`. */
  readonly disconnectInstallation: FormProps
  /** Posts `grant` and `scope`. */
  readonly takeBack: FormProps
  /** Posts `grant` and the fields of `limitFields`. */
  readonly lowerLimits: FormProps
  /** Posts `grant`, which is that of somebody who acts through an app. */
  readonly endDelegate: FormProps
  readonly disconnectAll: FormProps
  /** What the person keeps organizations from connecting again. */
  readonly keptOut?: { readonly apps: readonly KeptOutProps[]; readonly allowAgain: FormProps }
  readonly notice: Told | null
  /** For an account with more connections than fit on one page: which page this is. */
  readonly part?: {
    readonly isFirst: boolean
    /** The address of the next page, with older connections; null on the last page. */
    readonly older: string | null
  }
}

/** The apps that can act for a signed-in person. */
export function appsPage(props: AppsProps): string {
  const { apps, notice } = props
  const text = props.words.account
  return accountDesk(props, {
    current: 'apps',
    title: text.apps,
    notice,
    body: html`${apps.length === 0 && isWhole(props) ? noApps(props) : connected(props)}
${moreParts(props)}${props.keptOut !== undefined && keptOutApps(props.words, props.keptOut)}`,
  })
}

function noApps(props: AppsProps): Html {
  const text = props.words.account
  return html`<div class="sheet empty">
${icon('letter')}
<p><strong>${text.noApps}</strong></p>
<p class="soft">${text.howToConnect({ brand: brand(props) })}</p>
</div>`
}

function connected(props: AppsProps): Html | null {
  const { words, apps, disconnectAll } = props
  if (apps.length === 0) return null
  return html`<p class="soft lead">${words.account.actForYou}</p>
${apps.map((app, place) => appSheet(props, app, `app-${place}`))}
${
  (apps.length > 1 || !isWhole(props)) &&
  html`<form class="all" method="post" action="${disconnectAll.action}">
${hiddenFields(disconnectAll.hidden)}
<button class="button" type="submit">${words.installations.disconnectAll}</button>
</form>`
}`
}

function appSheet(props: AppsProps, app: AppProps, id: string): Html {
  const { words, disconnect } = props
  const { clientId, name, installations } = app
  const [only, ...others] = installations
  const ofAll =
    others.length > 0 ? words.installations.disconnectEverywhere : words.account.disconnectApp
  return html`<section class="sheet app" aria-labelledby="${id}">
<div class="app-head">
<div class="app-name">${app.logo !== null && html`<img class="client-logo" src="${app.logo}" width="40" height="40" alt=""/>`}
<div><h2 id="${id}">${given(name)}</h2>
${only === undefined || others.length > 0 ? howOften(props, app) : when(props, only)}</div></div>
${button(disconnect, { client_id: clientId }, ofAll({ client: unseen(given(name)) }))}
</div>
${only === undefined && powers(props, app, app)}
${only !== undefined && others.length === 0 && permissions(props, app, only)}
${only !== undefined && others.length === 0 && delegateList(props, { ...only, app: name })}
${others.length > 0 && installations.map((one) => installation(props, app, one))}
${app.more > 0 && html`<p class="soft app-part">${words.installations.more({ times: app.more })}</p>`}
</section>`
}

function howOften(props: AppsProps, { installations, more, since }: AppProps): Html {
  const { account } = props.words
  const times = installations.length + more
  const often = isWhole(props) ? account.connected : account.connectedAtLeast
  return times === 0
    ? html`<p class="soft">${account.approvedEarlier({ day: day(props.words, since) })}</p>`
    : html`<p class="soft">${often({ times })}</p>`
}

/** Where it was connected from, since when, and when it was last used. */
function when({ words, now }: AppsProps, one: InstallationProps): Html {
  const text = words.installations
  const place = placeOf(one)
  const since = day(words, one.since)
  return html`<p class="soft">${place === null ? text.since({ day: since }) : text.sinceFrom({ day: since, place: given(place) })}</p>
<p class="soft">${one.lastUsed === null ? text.neverUsed : text.lastUsed({ ago: ago(words, one.lastUsed, now) })}</p>`
}

function placeOf({ agent, network }: InstallationProps): string | null {
  const known = [agent, network].filter((part) => part !== null && part !== '')
  return known.length === 0 ? null : known.join(', ')
}

function installation(props: AppsProps, app: AppProps, one: InstallationProps): Html {
  const { words, disconnectInstallation } = props
  const place = placeOf(one) ?? words.installations.unknownPlace
  return html`<div class="app-part">
<div class="app-head">
<div><h3>${given(place)}</h3>
${when(props, { ...one, agent: null, network: null })}</div>
${button(disconnectInstallation, { grant: one.grantId }, words.installations.disconnectOne({ place: unseen(given(place)) }))}
</div>
${permissions(props, app, one)}
${delegateList(props, { ...one, app: app.name })}
</div>`
}

/** What it can do, each with a button that takes it back, unless it is all there is. */
function permissions(props: AppsProps, { name }: AppProps, one: InstallationProps): Html {
  const { words, takeBack } = props
  if (one.scope.length < 2) return powers(props, { name }, one)
  const client = given(name)
  return html`<div class="app-powers">
<p class="soft">${words.account.itCan}</p>
<ul class="permissions">
${one.scope.map((token) => {
  const permission = permissionText(props, token)
  const label = words.installations.takeBack({
    permission: unseen(
      html`${permission} (${client}${placeOf(one) !== null && html`, ${given(placeOf(one) ?? '')}`})`,
    ),
  })
  return html`<li>${permissionLine(props, token)}
${button({ ...takeBack, isQuiet: true }, { grant: one.grantId, scope: token }, label)}</li>`
})}
</ul>
${detailList(words, one.details)}
${lowering(props, name, one)}
${limits(props, one)}
</div>`
}

function powers(
  props: AppsProps,
  { name }: Pick<AppProps, 'name'>,
  one: Pick<AppProps, 'scope' | 'resources'> &
    Partial<Pick<InstallationProps, 'details' | 'grantId'>>,
): Html {
  return html`<div class="app-powers">
<p class="soft">${props.words.account.itCan}</p>
<ul class="permissions">
${one.scope.map((token) => html`<li>${permissionLine(props, token)}</li>`)}
</ul>
${detailList(props.words, one.details ?? [])}
${lowering(props, name, one)}
${limits(props, one)}
</div>`
}

/** What the app may do can become less while it works, never more. */
function lowering(
  { words, lowerLimits }: AppsProps,
  name: string,
  { grantId, details = [] }: Partial<Pick<InstallationProps, 'details' | 'grantId'>>,
): Html | null {
  const fields = limitFields(words, details, { ids: `limit-${grantId}` })
  if (grantId === undefined || fields === null) return null
  const text = words.limits
  return html`<details class="lower-limits"><summary>${text.lowerHere}</summary>
<form method="post" action="${lowerLimits.action}">
${hiddenFields({ ...lowerLimits.hidden, grant: grantId })}
<p class="soft">${text.onlyLower}</p>
${fields}
<button class="button" type="submit">${text.lower({ client: unseen(given(name)) })}</button>
</form>
</details>`
}

function limits({ words }: AppsProps, { resources }: Pick<AppProps, 'resources'>): Html | null {
  if (resources.length === 0) return null
  return html`<p class="soft">${words.permissions.onlyIn({ apis: resources.map(given) })}</p>`
}

function button(
  form: FormProps & { readonly isQuiet?: true },
  fields: Readonly<Record<string, string>>,
  label: Phrase<Html>,
): Html {
  const kind = form.isQuiet ? 'text-button' : 'button'
  return html`<form method="post" action="${form.action}">
${hiddenFields({ ...form.hidden, ...fields })}
<button class="${kind}" type="submit">${label}</button>
</form>`
}

/** Tells buttons with the same visible words apart. */
function unseen(name: Html): Html {
  return html`<span class="unseen">${name}</span>`
}

function isWhole({ part }: AppsProps): boolean {
  return part === undefined || (part.isFirst && part.older === null)
}

/** Links to the other pages. Apps with only a remembered consent are all on the first page. */
function moreParts(props: AppsProps): Html | null {
  const { part } = props
  const text = props.words.account
  if (part === undefined || isWhole(props)) return null
  return html`<p class="lead soft parts">${part.isFirst ? text.latest : text.earlier}</p>
<p>${part.older !== null && html`<a href="${part.older}">${text.showEarlier}</a>`}${part.isFirst ? null : html` <a href="/account">${text.showLatest}</a>`}</p>
`
}

export const appDisconnected = (name: string): Told =>
  done(({ account }) => {
    const client = given(name)
    return [account.disconnected({ client }), account.noLongerActs({ client })]
  })

export const installationDisconnected = (name: string): Told =>
  done(({ installations }) => [installations.disconnected({ client: given(name) })])

/** An issuer can connect an app again. */
export const allowedAgain = (issuer: string, client: string): Told =>
  done(({ installations }) => [
    installations.allowedAgain({ issuer: given(issuer), client: given(client) }),
  ])

export const allDisconnected: Told = done(({ installations }) => [
  installations.allDisconnected,
  installations.noneActs,
])

export const appNotConnected: Told = alerted(({ account }) => [account.notConnected])

/** `taken` is the scope token. */
export const permissionTakenBack = (
  name: string,
  { taken, scopeTexts }: { readonly taken: string } & Pick<ScopeProps, 'scopeTexts'>,
): Told =>
  done((words) => {
    const client = given(name)
    const permission = permissionText({ words, scopeTexts }, taken)
    return [
      words.installations.takenBack({ client, permission }),
      words.installations.atOnce({ client }),
    ]
  })

export const lastPermission: Told = alerted(({ installations }) => [installations.lastPermission])

export const limitsLowered = (name: string): Told =>
  done(({ limits }) => [limits.lowered({ client: given(name) })])

export const limitsUnchanged: Told = done(({ limits }) => [limits.unchanged])

export const limitsRefused = (because: 'higher' | 'unreadable' | 'past'): Told =>
  alerted(({ limits }) => [limits[because]])

/** Asked before a permission is taken back. */
export function takeBackQuestion(
  { words, scopeTexts }: Pick<ScopeProps, 'words' | 'scopeTexts'>,
  {
    client,
    taken,
    left,
  }: { readonly client: string; readonly taken: string; readonly left: readonly string[] },
): Confirmation {
  const text = words.installations
  const inWords = (token: string) => permissionText({ words, scopeTexts }, token)
  return {
    title: text.takeBackTitle({ client }),
    consequences: [
      text.noLongerCan({ client: given(client), permission: inWords(taken) }),
      text.stillCan({ permissions: left.map(inWords) }),
      text.mayAskAgain,
    ],
    button: text.takeBackButton,
  }
}

export function disconnectAllQuestion({ installations: text }: Words): Confirmation {
  return {
    title: text.disconnectAllTitle,
    consequences: [text.allEnd, text.mustAsk, text.accountStays],
    button: text.disconnectAll,
  }
}
