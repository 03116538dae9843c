import type { SignOutProps } from '../../src/pages/sign-out.ts'
import type { Sample } from './sample.ts'

const plain: Sample<SignOutProps> = {
  action: '/sign-out',
  email: 'jo.martin@example.com',
  accountAddress: '/account',
}

export const samples: Readonly<Record<string, Sample<SignOutProps>>> = {
  plain,
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    action: '/sign-out?pending="><script>alert(2)</script>',
  },
}
