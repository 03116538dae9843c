import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'
import { isolated } from './isolated.ts'

export const permissions: Words['permissions'] = {
  scopes: {
    all: 'وصول كامل. يمكنه فعل كل ما يمكنك فعله.',
    openid: 'معرفة أنك صاحب الحساب',
    email: 'معرفة بريدك الإلكتروني',
    profile: 'معرفة اسمك وبيانات أخرى من ملفك الشخصي',
    phone: 'معرفة رقم هاتفك',
    address: 'معرفة عنوانك البريدي',
    offline_access: 'البقاء مرتبطًا أثناء غيابك',
  },
  onlyIn: ({ apis }) => phrase`في ${inWords.list(apis)} فقط`,
  unknown: ({ token }) => `استخدام الإذن «${isolated(token)}»`,
}
