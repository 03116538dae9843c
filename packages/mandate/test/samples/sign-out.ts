import type { SignOutProps } from '../../src/pages/sign-out.ts'

const plain: SignOutProps = {
  action: '/sign-out',
  email: 'jo.martin@example.com',
  accountAddress: '/account',
}

export const samples: Readonly<Record<string, SignOutProps>> = {
  plain,
  hostile: {
    ...plain,
    brandName: '<b>"Brand" & Sons</b>',
    email: '"><img src=x onerror=alert(1)>',
    action: '/sign-out?pending="><script>alert(2)</script>',
  },
}
