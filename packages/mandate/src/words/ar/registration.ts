import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const registration: Words['registration'] = {
  link: 'إنشاء حساب',
  title: 'إنشاء حساب',
  about: 'يُرجى إدخال بريدك الإلكتروني. سنرسل إليك رابطًا لإنشاء الحساب.',
  onItsWay: ({ email }) => phrase`رسالة إلى ${email} في طريقها.`,
  domain: ({ domains }) => phrase`الحسابات متاحة فقط لعناوين ${domains}.`,

  choose: 'إنشاء حسابك',
  whose: ({ email }) => phrase`هذا الحساب باسم ${email}.`,
  password: 'كلمة المرور',
  again: 'كلمة المرور مرة أخرى',
  accept: ({ terms }) => phrase`أوافق على ${terms('شروط الخدمة')}.`,
  mustAccept: 'يُرجى الموافقة على شروط الخدمة لإنشاء الحساب.',
  button: 'إنشاء الحساب',
  done: 'تم إنشاء حسابك. يُرجى تسجيل الدخول الآن.',
}
