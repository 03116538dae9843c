import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'
import { isolated } from './isolated.ts'

export const signIn: Words['signIn'] = {
  toAccount: 'تسجيل الدخول إلى حسابك',
  toApp: ({ client }) => phrase`تسجيل الدخول للمتابعة إلى ${client}`,
  email: 'البريد الإلكتروني',
  password: 'كلمة المرور',
  keep: 'إبقاء الجلسة مفتوحة',
  keepFor: ({ seconds }) => `لمدة ${inWords.span(seconds)}. فقط على جهاز لا يستخدمه أحد غيرك.`,
  button: 'تسجيل الدخول',
  onlyWeSee: ({ brand }) => `لا يرى كلمة مرورك سوى ${isolated(brand)}.`,
  neverSees: ({ client }) => phrase`لن يراها ${client} أبدًا.`,
  wrongCredentials: 'البريد الإلكتروني أو كلمة المرور غير صحيحة',
  checkBoth: 'يُرجى التحقق من كليهما والمحاولة مرة أخرى. كلمة المرور حساسة لحالة الأحرف اللاتينية.',
  mayBeRight:
    'لا يمكننا التحقق من جميع كلمات المرور حاليًا. إذا كانت كلمة مرورك صحيحة فيُرجى المحاولة مرة أخرى بعد بضع دقائق.',
  tooManyAttempts: 'محاولات كثيرة جدًا',
  wait: ({ seconds }) =>
    `يُرجى الانتظار لمدة ${inWords.span(seconds)} ثم المحاولة مرة أخرى. حسابك ليس مقفلًا.`,
  enterBoth: 'يُرجى إدخال بريدك الإلكتروني وكلمة مرورك.',
  enterEmail: 'يُرجى إدخال بريدك الإلكتروني.',
  enterPassword: 'يُرجى إدخال كلمة مرورك.',
  busy: 'عدد كبير جدًا من الأشخاص يسجّلون الدخول الآن',
  notChecked: 'لم يجرِ التحقق من كلمة مرورك. يُرجى المحاولة مرة أخرى بعد بضع ثوانٍ.',
  signedOut: 'تم تسجيل خروجك.',
  pageTooOld: 'ظلّت هذه الصفحة مفتوحة لفترة طويلة جدًا. يُرجى تسجيل الدخول مرة أخرى.',
  sessionEnded: 'انتهت جلستك. لم يتغيّر أي شيء.',
  signInToGoOn: 'يُرجى تسجيل الدخول للمتابعة.',
  continueWith: ({ way }) => phrase`المتابعة باستخدام ${way}`,
  or: 'أو',

  ways: {
    unreachable: ({ way }) => phrase`يتعذّر الوصول إلى ${way} حاليًا`,
    tryLater: 'لم يتغيّر أي شيء. يُرجى المحاولة مرة أخرى بعد بضع دقائق.',
    notTrusted: ({ way }) => phrase`تعذّر التحقق من ردّ ${way}`,
    nobodySignedIn: 'حرصًا على أمانك لم يتم تسجيل دخولك. يُرجى المحاولة مرة أخرى.',
    expired: 'استغرق الأمر وقتًا طويلًا جدًا',
    startAgain: 'لم يتم تسجيل دخولك. يمكنك البدء من جديد هنا.',
    notBegunHere: 'لا يمكن متابعة عملية تسجيل الدخول هذه',
    usedOrElsewhere:
      'استُخدمت هذه العملية من قبل أو بدأت في متصفح آخر. لم يتم تسجيل دخولك. يُرجى البدء من جديد هنا أو في التطبيق.',
    refused: ({ way }) => phrase`لم يسجّل ${way} دخولك`,
    itSays: ({ reason }) => phrase`السبب المذكور: ${reason}`,
    accountDisabled: 'حسابك معطّل',
    notProvisioned: ({ way }) => phrase`تم تسجيل دخولك في ${way}، لكن ليس لديك حساب هنا`,
    askOperator: ({ brand }) => `يمكنك طلب الوصول من المسؤولين عن ${isolated(brand)}.`,
    accountChanged: 'تغيّر حسابك في اللحظة نفسها',
    notRecent: ({ way }) => phrase`لم يطلب منك ${way} تسجيل الدخول مرة أخرى`,
    signOutThere: ({ way }) =>
      phrase`يلزم تسجيل الدخول مرة أخرى. يُرجى تسجيل الخروج من ${way} ثم المحاولة مرة أخرى.`,
  },
}
