/** Four steps from an empty server to a login that works. */

import { consoleWords } from '../../words/console/console.ts'
import { field } from '../field.ts'
import { type Html, html } from '../html.ts'
import { notice } from '../layout.ts'
import { actForm, copyable, linkButton, linkTo, properties, section, tag } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.setup
const { steps } = text

export const SETUP = '/console/setup'

export interface SetupProps extends ConsoleProps {
  readonly server: ServerStep
  readonly api: StepForm<'name' | 'uri'>
  readonly client: StepForm<'name' | 'redirect_uri'>
}

/** A form as typed so far. */
export interface StepForm<Name extends string> {
  readonly isDone: boolean
  readonly typed: Readonly<Record<Name, string>>
  /** What is wrong with the form, for whoever filled it in; null for nothing. */
  readonly problem: string | null
}

export type ServerField = 'issuer' | 'brand_name' | 'brand_color'

export interface ServerStep {
  readonly values: Readonly<Record<ServerField, string>>
  /** Fields that this page cannot change, and what sets them, such as `mandate.yaml:2`. */
  readonly fixed: Readonly<Partial<Record<ServerField, string>>>
  readonly problems: Readonly<Partial<Record<ServerField, string>>>
}

export function setupPage(props: SetupProps): string {
  return consoleDocument(props, {
    current: 'setup',
    title: text.title,
    body: html`<p class="soft">${text.about}</p>
${section({ id: 'server', ...steps.server }, serverForm(props))}
${section({ id: 'api', ...steps.api }, apiForm(props))}
${section({ id: 'client', ...steps.client }, clientForm(props))}
${section(
  { id: 'login', ...steps.login },
  actForm(
    props,
    { action: `${SETUP}/login` },
    html`<button class="button button-primary" type="submit">${steps.login.button}</button>`,
  ),
)}`,
  })
}

/** Instead of the form of a step: that it is done, and where to see what it made. */
function done(
  { there, see }: { readonly there: string; readonly see: string },
  address: string,
): Html {
  return html`<p>${tag(text.done, 'good')} ${there} ${linkTo(address, see)}</p>`
}

function serverForm({ server, ...props }: SetupProps): Html {
  const { issuer, issuerHint, name, nameHint, color, colorHint, button } = steps.server
  const isFixed = Object.keys(server.values).every((one) => Object.hasOwn(server.fixed, one))
  return html`<div class="sheet form-sheet">${actForm(
    props,
    { action: `${SETUP}/server`, kind: 'fields' },
    html`${serverField(server, 'issuer', { label: issuer, hint: issuerHint })}
${serverField(server, 'brand_name', { label: name, hint: nameHint })}
${serverField(server, 'brand_color', { label: color, hint: colorHint })}
${!isFixed && html`<div class="choices"><button class="button button-primary" type="submit">${button}</button></div>`}`,
  )}</div>`
}

function serverField(
  server: ServerStep,
  name: ServerField,
  { label, hint }: { readonly label: string; readonly hint: string },
): Html {
  const place = server.fixed[name]
  return field(
    {
      id: name,
      label,
      hint: place === undefined ? hint : steps.server.fixed(place),
      problem: server.problems[name] ?? null,
    },
    (described) =>
      html`<input id="${name}" name="${name}" value="${server.values[name]}" autocomplete="off" spellcheck="false"${place !== undefined && html` readonly="readonly"`}${described}/>`,
  )
}

function apiForm({ api, ...props }: SetupProps): Html {
  if (api.isDone && api.problem === null) return done(steps.api, '/console/apis')
  return html`<div class="sheet form-sheet">${actForm(
    props,
    { action: `${SETUP}/api`, kind: 'fields' },
    html`${stepField('api_name', 'name', { label: steps.api.name, value: api.typed.name })}
${stepField('api_uri', 'uri', { label: steps.api.uri, hint: steps.api.uriHint, value: api.typed.uri, problem: api.problem })}
<div class="choices"><button class="button button-primary" type="submit">${steps.api.button}</button></div>`,
  )}</div>`
}

function clientForm({ client, ...props }: SetupProps): Html {
  if (client.isDone && client.problem === null) return done(steps.client, '/console/clients')
  const { typed, problem } = client
  return html`<div class="sheet form-sheet">${actForm(
    props,
    { action: `${SETUP}/client`, kind: 'fields' },
    html`${stepField('client_name', 'name', { label: steps.client.name, hint: steps.client.nameHint, value: typed.name })}
${stepField('redirect_uri', 'redirect_uri', { label: steps.client.redirectUri, hint: steps.client.redirectUriHint, value: typed.redirect_uri, problem })}
<div class="choices"><button class="button button-primary" type="submit">${steps.client.button}</button></div>`,
  )}</div>`
}

function stepField(
  id: string,
  name: string,
  {
    label,
    hint = null,
    value,
    problem = null,
  }: {
    readonly label: string
    readonly hint?: string | null
    readonly value: string
    readonly problem?: string | null
  },
): Html {
  return field(
    { id, label, hint, problem },
    (described) =>
      html`<input id="${id}" name="${name}" value="${value}" autocomplete="off" spellcheck="false" required="required"${described}/>`,
  )
}

export interface MadeProps extends ConsoleProps {
  readonly made: {
    readonly kind: 'api' | 'client'
    readonly name: string
    readonly id: string
    readonly secret: string
    /** Lines to copy, each with what it is for. */
    readonly lines: readonly { readonly about: string; readonly line: string }[]
  }
}

/** What was made, with the secret that is shown only here. */
export function madePage(props: MadeProps): string {
  const { kind, name, id, secret, lines } = props.made
  const { shown } = text
  return consoleDocument(props, {
    current: 'setup',
    title: kind === 'api' ? shown.api(name) : shown.client(name),
    above: { label: text.title, address: SETUP },
    body: html`${notice('alert', html`<p><strong>${shown.onceTitle}</strong></p><p>${shown.once}</p>`)}
${properties([
  [shown.clientId, copyable(id)],
  [shown.secret, copyable(secret)],
])}
${lines.map(({ about, line }) => html`<p>${about}</p>\n<p>${copyable(line)}</p>\n`)}
<p>${linkButton(SETUP, shown.onward, { tone: 'main' })}</p>`,
  })
}

export interface LoginProps extends ConsoleProps {
  readonly login:
    | {
        readonly is: 'worked'
        readonly user: string
        readonly scope: string
        readonly seconds: number
        readonly hasRefreshToken: boolean
      }
    | { readonly is: 'failed'; readonly because: string | null }
}

/** What came of the login. */
export function loginPage(props: LoginProps): string {
  const { login } = props
  const words = text.login
  const above = { label: text.title, address: SETUP }
  if (login.is === 'failed') {
    return consoleDocument(props, {
      ...{ current: 'setup', title: words.failedTitle, above },
      body: html`<p>${login.because === null ? words.lost : words.denied}</p>
${login.because !== null && html`<p>${copyable(login.because)}</p>`}
${actForm(props, { action: `${SETUP}/login` }, html`<button class="button button-primary" type="submit">${words.again}</button>`)}`,
    })
  }
  return consoleDocument(props, {
    ...{ current: 'setup', title: words.title, above },
    body: html`<p>${words.worked}</p>
${properties([
  [words.user, login.user],
  [words.scope, login.scope],
  [words.seconds, props.words.inWords.span(login.seconds)],
  [words.refresh, login.hasRefreshToken ? words.refreshYes : words.refreshNo],
])}
<p>${linkButton('/console', words.next, { tone: 'main' })}</p>`,
  })
}
