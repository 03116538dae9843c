import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const waysIn: Words['waysIn'] = {
  title: 'طرق تسجيل الدخول',
  password: 'كلمة المرور',
  since: ({ day }) => phrase`مرتبط منذ ${day}`,
  none: 'غير مرتبط',
  disconnect: ({ way }) => phrase`إلغاء الربط ${way}`,
  connect: ({ way }) => phrase`ربط ${way}`,
  connected: ({ way }) => phrase`تم ربط ${way}. يمكنك تسجيل الدخول باستخدامه من الآن.`,
  isConnected: ({ way }) => phrase`ذلك الحساب في ${way} مرتبط بالفعل. لم يتغيّر أي شيء.`,
  isSomebodyElses: ({ way }) => phrase`ذلك الحساب في ${way} مرتبط بحساب آخر هنا. لم يتغيّر أي شيء.`,
  notConnected: ({ way }) => phrase`لم يتم ربط ${way}. لم يتغيّر أي شيء.`,
  disconnected: ({ way }) => phrase`تم إلغاء ربط ${way}. لم يعد بإمكانك تسجيل الدخول باستخدامه.`,
  isLast: 'لا يمكنك إلغاء ربط طريقتك الوحيدة لتسجيل الدخول. يُرجى ربط طريقة أخرى أولًا.',
}
