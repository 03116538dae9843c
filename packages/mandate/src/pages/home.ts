/** The page at `/`: what this server is, the way to one's account, and where integrators start. */

import { html } from './html.ts'
import { given, letter, type PageProps } from './layout.ts'

export interface HomeProps extends PageProps {
  readonly accountAddress: string
  /** Who is signed in with this browser; null if nobody is. */
  readonly email: string | null
  /** The issuer identifier (RFC 8414 §2). */
  readonly issuer: string
  readonly metadataAddress: string
}

/** The front page. */
export function homePage(props: HomeProps): string {
  const { email } = props
  return letter({
    brandName: props.brandName,
    title: 'Welcome',
    body: html`<h1>Manage the apps connected to your account</h1>
<p>Sign in to see which apps can act for you, and disconnect those you no longer use. Apps never see your password.</p>
<p><a class="button button-primary" href="${props.accountAddress}">${email === null ? 'Sign in to your account' : 'Open your account'}</a></p>
${email === null ? null : html`<p class="soft">Signed in as ${given(email)}</p>`}
<section class="small-print">
<p><strong>Building an app?</strong> Give your OAuth 2.0 library this issuer. It finds the endpoints in the <a href="${props.metadataAddress}">server metadata</a>.</p>
<p><code>${props.issuer}</code></p>
<p>Was a request refused? <a href="/errors">Look up the reason.</a></p>
</section>`,
  })
}
