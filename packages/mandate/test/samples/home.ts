import type { HomeProps } from '../../src/pages/home.ts'
import type { Sample } from './sample.ts'

const plain: Sample<HomeProps> = {
  accountAddress: '/account',
  person: null,
  issuer: 'https://id.example.com',
  metadataAddress: '/.well-known/oauth-authorization-server',
}

export const samples: Readonly<Record<string, Sample<HomeProps>>> = {
  plain,
  'signed in': { ...plain, person: { email: 'jo.martin@example.com' } },
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    person: { email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com` },
    issuer: `https://${'identity.'.repeat(12)}example.com`,
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    person: { email: '"><img src=x onerror=alert(1)>' },
    issuer: '</code><script>alert(1)</script>',
  },
}
