import type { MailProps } from '../../src/mail/content.ts'
import { type MailName, mails } from '../../src/mail/mails.ts'
import type { Sample } from './sample.ts'

const plain: Sample<MailProps> = {
  brandName: 'Acme',
  issuer: 'https://id.acme.example',
  email: 'jo.martin@example.com',
  at: Date.UTC(2026, 2, 3, 14, 5) / 1000,
  agent: 'Firefox (Linux)',
  network: '203.0.113.7',
  newEmail: 'jo@new.example',
  address: `https://id.acme.example/link?token=mdt_ml_${'Ab3-_'.repeat(14)}`,
  seconds: 1_800,
  client: 'Ledgerline',
  name: 'Work laptop',
  deleteAfter: Date.UTC(2026, 3, 2, 14, 5) / 1000,
  provider: 'accounts.example.com',
}

const strange: Readonly<Record<string, Sample<MailProps>>> = {
  'long names': {
    ...plain,
    brandName: 'Northern Cooperative Agricultural Bank Identity',
    email: `${'very-long-mailbox-name'.repeat(3)}@subdomain.of.a.long.example.com`,
    issuer: `https://${'identity.'.repeat(12)}example.com`,
    network: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
    client: 'Northern Cooperative Bookkeeping for Very Small Enterprises',
  },
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    agent: '</p><script>alert(1)</script>',
    client: '<img src=x onerror=alert(1)>',
  },
}

const branded: Sample<MailProps> = {
  ...plain,
  supportUrl: 'https://acme.example/help',
  buttons: {
    light: { background: '#0a5c8f', text: '#ffffff' },
    dark: { background: '#8cc8f0', text: '#000000' },
  },
}

/** Every mail as it usually looks, and some with strange names. */
export const samples: Readonly<Record<MailName, Readonly<Record<string, Sample<MailProps>>>>> = {
  ...eachPlain(),
  reset_password: { plain, ...strange },
  stop_change: { plain, ...strange },
  password_changed: { plain, 'nothing known': without(plain), ...strange, branded },
}

function eachPlain() {
  const names = Object.keys(mails) as MailName[]
  return Object.fromEntries(names.map((name) => [name, { plain }])) as Record<
    MailName,
    { readonly plain: Sample<MailProps> }
  >
}

function without({ agent, network, ...props }: Sample<MailProps>): Sample<MailProps> {
  return props
}
