import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'

export const sessions: Words['sessions'] = {
  about: 'حسابك مفتوح في هذه المتصفحات. يُرجى تسجيل الخروج من أي متصفح لا تعرفه.',
  here: 'هذا المتصفح',
  unknownBrowser: 'متصفح غير معروف',
  details: ({ day, network, ago }) =>
    phrase`تسجيل الدخول في ${day} من ${network}، وآخر استخدام ${ago}`,
  keptUntil: ({ day }) => phrase`تبقى الجلسة مفتوحة حتى ${day}`,
  end: ({ browser }) => phrase`إنهاء الجلسة ${browser}`,
  ended: ({ browser }) => phrase`تم تسجيل الخروج من ${browser}.`,
  wasOver: 'كانت جلسة ذلك المتصفح منتهية بالفعل. لم يتغيّر أي شيء.',
  nowhereElse: 'حسابك غير مفتوح في أي مكان آخر.',
  endOthers: 'تسجيل الخروج من كل مكان آخر',
  endOthersQuestion: 'تسجيل الخروج من كل مكان آخر؟',
  othersEnd: ({ count }) =>
    `سيتم تسجيل خروجك من ${counted(count, {
      zero: '# متصفح آخر',
      one: 'متصفح واحد آخر',
      two: 'متصفحين آخرين',
      few: '# متصفحات أخرى',
      many: '# متصفحًا آخر',
      other: '# متصفح آخر',
    })}.`,
  othersUnknown: 'ستُعدّ المتصفحات التي سجّلت الدخول فيها من قبل جديدة مرة أخرى.',
  othersForgotten: 'تُعدّ جميع المتصفحات الأخرى جديدة الآن.',
  staysHere: 'يبقى حسابك مفتوحًا في هذا المتصفح.',
  appsStay:
    'قد يتم تسجيل خروجك أيضًا من التطبيقات التي فُتحت هناك. ستبقى التطبيقات الأخرى مرتبطة. يمكنك إلغاء ربط ما لا تعرفه منها في «التطبيقات».',
  othersEnded: ({ count }) =>
    `تم تسجيل الخروج من ${counted(count, {
      zero: '# متصفح آخر',
      one: 'متصفح واحد آخر',
      two: 'متصفحين آخرين',
      few: '# متصفحات أخرى',
      many: '# متصفحًا آخر',
      other: '# متصفح آخر',
    })}.`,
  changePassword: 'إذا كان من الممكن أن يعرف شخص آخر كلمة مرورك، فيُرجى تغييرها أيضًا.',
}
