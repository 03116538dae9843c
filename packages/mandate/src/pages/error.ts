/**
 * What a person sees when a request cannot be answered: what happened, what to do next, and small
 * print for the app's developers. It never leads to an address that the request brought along.
 */

import { type ClientSignIn, clientSignIn } from './client-sign-in.ts'
import { type ErrorText, errorTexts } from './error-texts.ts'
import { letter, type PageProps } from './layout.ts'
import { html, type Markup } from './markup.ts'

export interface ErrorProps extends PageProps {
  readonly text: ErrorText
  /** By this the operator finds the request in the log. */
  readonly reference: string | null
  /** One of our own pages to go on with. */
  readonly goOn: { readonly label: string; readonly address: string } | null
  /** On the page that a reference leads to: the form that shows the client's developer more. */
  readonly signIn?: ClientSignIn
}

/** The error page. */
export function errorPage(props: ErrorProps): string {
  const { text, goOn } = props
  return letter({
    brandName: props.brandName,
    title: text.title,
    body: html`<h1>${text.title}</h1>
<p>${text.happened}</p>
<p>${text.next}</p>
${goOn === null ? null : html`<p><a class="button" href="${goOn.address}">${goOn.label}</a></p>`}
${smallPrint(props)}
${props.signIn === undefined ? null : clientSignIn(props.signIn)}`,
  })
}

function smallPrint({ text, reference, signIn }: ErrorProps): Markup | null {
  // A reference with an error code has a page of its own; one without is for the log alone.
  const isElsewhere = signIn === undefined && (reference?.includes('.') ?? false)
  const lines = [
    smallLine('Error', text.code),
    smallLine('For developers', text.forDevelopers),
    isElsewhere ? linkTo(reference ?? '') : smallLine('Reference', reference),
  ].filter((line) => line !== null)
  return lines.length === 0 ? null : html`<dl class="small-print small-lines">${lines}</dl>`
}

function smallLine(label: string, value: string | null): Markup | null {
  if (value === null) return null
  const shown = label === 'For developers' ? html`${value}` : html`<code>${value}</code>`
  return html`<div><dt>${label}</dt><dd>${shown}</dd></div>`
}

function linkTo(reference: string): Markup {
  return html`<div><dt>Reference</dt><dd><a href="/errors/${reference}"><code>${reference}</code></a></dd></div>`
}

const account = { label: 'Open your account', address: '/account' }
const reference = 'invalid_request.4f1c9b2ae07d'

export const samples: Readonly<Record<string, ErrorProps>> = {
  'unknown client': {
    text: errorTexts.unknownClient,
    reference: 'invalid_client.4f1c9b2ae07d',
    goOn: null,
  },
  'wrong redirect URI': { text: errorTexts.wrongRedirectUri, reference, goOn: null },
  'incomplete request': { text: errorTexts.incompleteRequest, reference, goOn: null },
  'foreign form': { text: errorTexts.foreignForm, reference, goOn: account },
  'other browser': { text: errorTexts.otherBrowser, reference, goOn: null },
  'cookies blocked': {
    text: errorTexts.cookiesBlocked,
    reference,
    goOn: { label: 'Try again', address: '/sign-in' },
  },
  'not found': { text: errorTexts.notFound, reference: null, goOn: account },
  'wrong method': { text: errorTexts.wrongMethod, reference: null, goOn: account },
  'too large': { text: errorTexts.tooLarge, reference: null, goOn: null },
  'headers too long': { text: errorTexts.headersTooLong, reference: null, goOn: null },
  'server error': { text: errorTexts.serverError, reference: '4f1c9b2ae07d', goOn: null },
  'error code': {
    text: errorTexts.incompleteRequest,
    reference,
    goOn: null,
    signIn: { action: `/errors/${reference}`, opens: 'one', failed: false },
  },
  'error code not opened': {
    text: errorTexts.incompleteRequest,
    reference,
    goOn: null,
    signIn: { action: `/errors/${reference}`, opens: 'one', failed: true },
  },
  unavailable: {
    text: errorTexts.unavailable,
    reference: '4f1c9b2ae07d',
    goOn: { label: 'Try again', address: '/account' },
  },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    text: {
      title: '<script>alert(1)</script>',
      happened: '<img src=x onerror=alert(2)>',
      next: 'a'.repeat(200),
      code: '</code><script>alert(3)</script>',
      forDevelopers: `redirect_uri=${'https://a.example/cb?x='.repeat(12)}`,
    },
    reference: '"><svg/onload=alert(4)>',
    goOn: { label: '<i>label</i>', address: '/account?"><script>alert(5)</script>' },
  },
}
