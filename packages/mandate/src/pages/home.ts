/** The page at `/`: what this server is for, a link to the account, and where integrators start. */

import { html } from './html.ts'
import { letter, type PageProps, personName } from './layout.ts'

export interface HomeProps extends PageProps {
  readonly accountAddress: string
  /** Who is signed in, by address or name (null for neither); null if nobody is. */
  readonly person: { readonly email: string | null } | null
  /** The issuer identifier (RFC 8414 §2). */
  readonly issuer: string
  readonly metadataAddress: string
}

/** The front page. */
export function homePage(props: HomeProps): string {
  const { person, words } = props
  const text = words.home
  const metadata = (label: string) => html`<a href="${props.metadataAddress}">${label}</a>`
  const link = (label: string) => html`<a href="/errors">${label}</a>`
  return letter(props, {
    title: text.title,
    body: html`<h1>${text.heading}</h1>
<p>${text.about}</p>
<p><a class="button button-primary" href="${props.accountAddress}">${person === null ? text.signIn : text.open}</a></p>
${person !== null && html`<p class="soft">${text.signedInAs({ email: personName(words, person.email) })}</p>`}
<section class="small-print">
<p><strong>${text.developers}</strong> ${text.issuer({ metadata })}</p>
<p><code>${props.issuer}</code></p>
<p>${text.refused({ link })}</p>
</section>`,
  })
}
