/** The page at `/`: what this server is, the way to one's account, and where integrators start. */

import { given, letter, type PageProps } from './layout.ts'
import { html } from './markup.ts'

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
    body: html`<h1>You decide who acts for you</h1>
<p>Here you sign in once and choose which apps may act for you. Your password stays here, and you can end what you allowed at any time.</p>
<p><a class="button button-primary" href="${props.accountAddress}">${email === null ? 'Sign in to your account' : 'Open your account'}</a></p>
${email === null ? null : html`<p class="soft">Signed in as ${given(email)}</p>`}
<section class="small-print">
<p><strong>Building an app?</strong> Point your OAuth 2.0 library at this issuer. It finds everything else in the <a href="${props.metadataAddress}">server metadata</a>.</p>
<p><code>${props.issuer}</code></p>
</section>`,
  })
}

const plain: HomeProps = {
  accountAddress: '/account',
  email: null,
  issuer: 'https://id.example.com',
  metadataAddress: '/.well-known/oauth-authorization-server',
}

export const samples: Readonly<Record<string, HomeProps>> = {
  plain,
  'signed in': { ...plain, email: 'jo.martin@example.com' },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    issuer: `https://${'identity.'.repeat(12)}example.com`,
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    issuer: '</code><script>alert(1)</script>',
  },
}
