import type { LoggedOutProps, LogOutProps } from '../../src/pages/log-out.ts'
import type { Sample } from './sample.ts'

const asked: Sample<LogOutProps> = {
  action: '/oauth2/logout/confirm',
  hidden: { request: 'sample' },
  clientName: 'Ledgerline',
  email: 'jo.martin@example.com',
  accountAddress: '/account',
}

export const logOut: Readonly<Record<string, Sample<LogOutProps>>> = {
  plain: asked,
  'no app': { ...asked, clientName: null },
  'long names': {
    ...asked,
    clientName: 'The Quarterly Reconciliation and Reporting Workbench of Ledgerline International',
    email: 'maximiliane.freifrau-von-hohenstaufen-wittelsbach@accounting.ledgerline.example',
  },
  hostile: {
    ...asked,
    brandName: '<b>"Brand" & Sons</b>',
    clientName: '</title><script>alert(1)</script>',
    email: '"><img src=x onerror=alert(1)>',
  },
}

const done: Sample<LoggedOutProps> = {
  frames: ['https://app.ledgerline.example/logout', 'https://shop.example/out?iss=a&sid=b'],
  next: { address: 'https://app.ledgerline.example/bye?state=1', clientName: 'Ledgerline' },
}

export const loggedOut: Readonly<Record<string, Sample<LoggedOutProps>>> = {
  plain: done,
  'no frames': { ...done, frames: [] },
  'to a page of ours': { ...done, next: { address: '/sign-in', clientName: null } },
  'nowhere to go': { ...done, next: null },
  hostile: {
    brandName: '<b>"Brand" & Sons</b>',
    frames: ['https://shop.example/"><script>alert(1)</script>'],
    next: {
      address: 'https://shop.example/"><script>alert(2)</script>',
      clientName: '</title><script>alert(3)</script>',
    },
  },
}
