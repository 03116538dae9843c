import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { counted } from './formats.ts'

export const personalData: Words['personalData'] = {
  download: 'تنزيل بياناتك',
  whatIsInIt:
    'ملف فيه كل ما نحتفظ به عنك: حسابك، وطرق تسجيل دخولك، وأماكن جلساتك، وتطبيقاتك، ونشاطك. لا يحتوي على كلمات مرور أو مفاتيح.',
  downloadButton: 'تنزيل',
  remove: 'حذف حسابك',
  aboutRemoving: ({ time }) =>
    `يتم تسجيل خروجك وإلغاء ربط جميع التطبيقات فورًا. لمدة ${time} يمكنك الاحتفاظ بحسابك بتسجيل الدخول. بعد ذلك يُحذف نهائيًا.`,
  removeButton: 'حذف حسابي',
  question: 'حذف حسابك؟',
  signedOut: 'سيتم تسجيل خروجك من كل مكان، ومن هذا المتصفح أيضًا.',
  appsEnd: ({ count }) =>
    `سيتم إلغاء ربط ${counted(count, {
      zero: '# تطبيق',
      one: 'تطبيق واحد',
      two: 'تطبيقين',
      few: '# تطبيقات',
      many: '# تطبيقًا',
      other: '# تطبيق',
    })}.`,
  untilThen: ({ day }) =>
    phrase`يُحذف حسابك بعد ${day}. حتى ذلك الحين يمكنك الاحتفاظ به بتسجيل الدخول.`,
  thenGone: 'بعد ذلك لا يمكن استعادته.',
  notPossible: 'لا يمكن حذف حسابك حاليًا. لم يتغيّر أي شيء.',
  asked: 'تم تسجيل خروجك',
  willBeDeleted: ({ day }) => phrase`سيُحذف حسابك بعد ${day}. تم إلغاء ربط جميع التطبيقات.`,
  howToKeep: 'للتراجع عن ذلك، يُرجى تسجيل الدخول قبل هذا الموعد.',
  signIn: 'تسجيل الدخول',
  keepQuestion: 'الاحتفاظ بحسابك؟',
  keepFor: ({ email, day }) => phrase`طلبت حذف ${email}. سيُحذف الحساب بعد ${day}.`,
  keptAs:
    'إذا احتفظت به، يبقى لك كل ما كان لديك، لكن تطبيقاتك تبقى غير مرتبطة إلى أن تربطها من جديد.',
  keep: 'الاحتفاظ بحسابي',
  leave: 'تسجيل الخروج',
}
