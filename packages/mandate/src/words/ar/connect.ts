import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const connect: Words['connect'] = {
  inUse: 'ربما لديك حساب بالفعل',
  notByAddress: ({ way, email }) =>
    phrase`يوجد هنا حساب له البريد الإلكتروني نفسه لحسابك في ${way}: ${email}. البريد الإلكتروني وحده لا يثبت أن الحساب لك.`,
  signInOnce: ({ way }) => phrase`لربط ذلك الحساب بـ ${way}، يُرجى تسجيل الدخول إليه مرة واحدة.`,
  signIn: 'تسجيل الدخول إلى ذلك الحساب',
  separate: ({ way }) => phrase`إنشاء حساب جديد باستخدام ${way}`,
  otherWay: 'تسجيل الدخول بطريقة أخرى',
  firstSignIn: ({ way }) => phrase`يُرجى تسجيل الدخول إلى الحساب المراد ربطه بـ ${way}.`,
  question: 'ربط هذين الحسابين؟',
  there: ({ way }) => phrase`في ${way}`,
  here: 'حسابك هنا',
  somebody: ({ way }) => phrase`الحساب الذي استخدمته في ${way}`,
  meaning: ({ way }) =>
    phrase`كل من يستطيع تسجيل الدخول إلى ذلك الحساب في ${way} سيستطيع تسجيل الدخول إلى حسابك هنا.`,
  onlyIf: 'يُرجى المتابعة فقط إذا كنت من بدأ ذلك وكان الحساب هناك لك.',
  decision: 'القرار',
  leave: 'ليس الآن',
  connect: 'ربط',
}
