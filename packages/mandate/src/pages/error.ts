/**
 * The error page: what happened, what to do next, and small print for the app's developers. It
 * never links to an address from the request.
 */

import { en, type Words } from '../words/en/en.ts'
import { type ClientSignIn, clientSignIn } from './client-sign-in.ts'
import { type Html, html } from './html.ts'
import { given, inEnglish, letter, type PageProps } from './layout.ts'

export type ErrorKind = keyof Words['errors']

export interface ErrorProps extends PageProps {
  readonly problem: ErrorKind
  /** What the problem is about, such as a domain; it may be a stranger's. */
  readonly about?: string | undefined
  /** Replaces this problem's usual note to the app's developers. In English. */
  readonly forDevelopers?: string | undefined
  /** Identifies the request in the log. */
  readonly reference: string | null
  /** A button that leads to one of our own pages. */
  readonly goOn: {
    readonly to: 'openAccount' | 'tryAgain' | 'signOut'
    readonly address: string
  } | null
}

/** An error code of OAuth (RFC 6749 §4.1.2.1, §5.2). */
export type ErrorCode = keyof Words['codes']

/** Whether this server uses the error code. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(en.codes, code)
}

export interface ErrorCodeProps extends PageProps {
  readonly code: ErrorCode
  readonly reference: string | null
  /** The form through which the client's developer sees the exact reason. */
  readonly signIn: ClientSignIn
}

interface SmallPrint {
  /** The error code, if the problem has one. */
  readonly code?: ErrorCode | undefined
  readonly forDevelopers?: string | undefined
}

const smallPrints: { readonly [problem in ErrorKind]?: SmallPrint } = {
  unknownClient: {
    code: 'invalid_client',
    forDevelopers: 'client_id is unknown, or the client is turned off.',
  },
  wrongRedirectUri: {
    code: 'invalid_request',
    forDevelopers:
      'redirect_uri must be one of the addresses registered for this client, character for character.',
  },
  incompleteRequest: {
    code: 'invalid_request',
    forDevelopers: 'client_id is required, once, and every parameter must be valid UTF-8.',
  },
  clientHeld: { code: 'invalid_client' },
  clientDenied: { code: 'invalid_client' },
  documentRefused: { code: 'invalid_client' },
  logOutRefused: { code: 'invalid_request' },
  wrongMethod: { forDevelopers: 'The Allow header of this answer names the methods that work.' },
  serverError: { code: 'server_error' },
  unavailable: { code: 'temporarily_unavailable' },
}

/** The page for one problem. */
export function errorPage(props: ErrorProps): string {
  const { words, problem, reference, goOn } = props
  const { code, forDevelopers } = smallPrints[problem] ?? {}
  const { title, happened, next } = words.errors[problem]
  // A reference with an error code has a page of its own; one without is only in the log.
  const referenceLine = reference?.includes('.')
    ? html`<a href="/errors/${reference}"><code>${reference}</code></a>`
    : inCode(reference)
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
${props.about !== undefined && html`<p><strong>${given(props.about)}</strong></p>`}
<p>${happened}</p>
<p>${next}</p>
${goOn && html`<p><a class="button" href="${goOn.address}">${words.error[goOn.to]}</a></p>`}
${smallPrint(words, { code, forDevelopers: props.forDevelopers ?? forDevelopers }, referenceLine)}`,
  })
}

/**
 * Explains an error code, for anybody who follows an `error_uri`. It gives the standard meaning and
 * nothing about the request; the client that sent the request gets `explanation.ts` instead.
 */
export function errorCodePage(props: ErrorCodeProps): string {
  const { words, code, reference } = props
  const { title, meaning } = words.codes[code]
  return letter(props, {
    title,
    body: html`<h1>${title}</h1>
<p>${meaning}</p>
<p>${words.error.giveReference}</p>
${smallPrint(words, { code }, inCode(reference))}
${clientSignIn(words, props.signIn)}`,
  })
}

function smallPrint(words: Words, small: SmallPrint, reference: Html | null): Html | null {
  const { code, forDevelopers } = small
  const { error } = words
  const lines = [
    code && html`<div><dt>${error.code}</dt><dd>${inCode(code)}</dd></div>`,
    forDevelopers &&
      html`<div><dt>${error.forDevelopers}</dt><dd${inEnglish(words)}>${forDevelopers}</dd></div>`,
    reference && html`<div><dt>${error.reference}</dt><dd>${reference}</dd></div>`,
  ]
  return lines.some(Boolean) ? html`<dl class="small-print small-lines">${lines}</dl>` : null
}

function inCode(text: string | null): Html | null {
  return text === null ? null : html`<code>${text}</code>`
}
