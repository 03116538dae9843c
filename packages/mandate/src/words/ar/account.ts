import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'
import { isolated } from './isolated.ts'

export const account: Words['account'] = {
  title: 'حسابك',
  signedInAs: 'الحساب الحالي',
  signOut: 'تسجيل الخروج',
  apps: 'التطبيقات المرتبطة',
  actForYou: 'يمكن لهذه التطبيقات التصرف نيابةً عنك. يسري إلغاء ربط التطبيق فورًا.',
  noApps: 'لا توجد تطبيقات مرتبطة',
  howToConnect: ({ brand }) =>
    `يبدأ ربط التطبيق من داخله باختيار «ربط» أو «تسجيل الدخول باستخدام ${isolated(brand)}». وبعد موافقتك هنا يظهر التطبيق في هذه الصفحة.`,
  itCan: 'يمكنه',
  disconnectApp: ({ client }) => phrase`إلغاء الربط ${client}`,
  approvedEarlier: ({ day }) =>
    phrase`وافقت عليه في ${day}، وهو غير مرتبط الآن. يمكنه الارتباط مجددًا دون سؤالك.`,
  connected: ({ times }) => `تم ربطه ${often(times)}`,
  connectedAtLeast: ({ times }) => `تم ربطه ${often(times)} على الأقل`,
  latest:
    'لهذا الحساب عدد كبير جدًا من عمليات الربط. تعرض هذه الصفحة أحدثها، وقد لا تظهر فيها تطبيقات رُبطت سابقًا.',
  earlier:
    'تعرض هذه الصفحة عمليات ربط سابقة لحسابك. قد يظهر التطبيق في عدة صفحات، وإلغاء ربطه ينهي جميع عمليات ربطه.',
  showEarlier: 'عرض عمليات الربط السابقة',
  showLatest: 'عرض أحدث عمليات الربط',
  disconnected: ({ client }) => phrase`تم إلغاء ربط ${client}.`,
  noLongerActs: ({ client }) =>
    phrase`لم يعد بإمكانه التصرف نيابةً عنك. يمكنك ربطه من ${client} لاستخدامه مجددًا.`,
  notConnected: 'لم يعد هذا التطبيق مرتبطًا. لم يتغيّر أي شيء.',
  otherAccount: 'تم تسجيل دخولك الآن بحساب آخر. لم يتغيّر أي شيء.',
  pageTooOld:
    'ظلّت هذه الصفحة مفتوحة لفترة طويلة جدًا، لذلك لم يتغيّر أي شيء. يُرجى المحاولة مرة أخرى.',
  noAddress: 'حساب بلا بريد إلكتروني',
}

function often(times: number): string {
  return counted(times, {
    zero: '# مرة',
    one: 'مرة واحدة',
    two: 'مرتين',
    few: '# مرات',
    many: '# مرة',
    other: '# مرة',
  })
}
