/**
 * What a person sees when a request cannot be answered: what happened, what to do next, and small
 * print for the app's developers. It never leads to an address that the request brought along.
 */

import { type ClientSignIn, clientSignIn } from './client-sign-in.ts'
import type { ErrorText } from './error-texts.ts'
import { type Html, html } from './html.ts'
import { letter, type PageProps } from './layout.ts'

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

function smallPrint({ text, reference, signIn }: ErrorProps): Html | null {
  // A reference with an error code has a page of its own; one without is for the log alone.
  const isElsewhere = signIn === undefined && (reference?.includes('.') ?? false)
  const lines = [
    smallLine('Error', text.code),
    smallLine('For developers', text.forDevelopers),
    isElsewhere ? linkTo(reference ?? '') : smallLine('Reference', reference),
  ].filter((line) => line !== null)
  return lines.length === 0 ? null : html`<dl class="small-print small-lines">${lines}</dl>`
}

function smallLine(label: string, value: string | null): Html | null {
  if (value === null) return null
  const shown = label === 'For developers' ? html`${value}` : html`<code>${value}</code>`
  return html`<div><dt>${label}</dt><dd>${shown}</dd></div>`
}

function linkTo(reference: string): Html {
  return html`<div><dt>Reference</dt><dd><a href="/errors/${reference}"><code>${reference}</code></a></dd></div>`
}
