import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'
import { inWords } from './formats.ts'

export const mailLinks: Words['mailLinks'] = {
  goodFor: ({ seconds }) => `الرابط صالح لمدة ${inWords.span(seconds)} ويمكن استخدامه مرة واحدة.`,

  resetPassword: {
    subject: ({ brand }) => phrase`اختيار كلمة مرور جديدة لحسابك في ${brand}`,
    asked: ({ email, brand }) => phrase`طُلبت كلمة مرور جديدة للحساب ${email} في ${brand}.`,
    button: 'اختيار كلمة مرور جديدة',
    unasked:
      'إذا لم يكن هذا الطلب منك، يمكنك تجاهل هذه الرسالة. لا يمكن لأحد تغيير كلمة مرورك دون هذا الرابط.',
  },
  verifyAddress: {
    subject: ({ brand }) => phrase`تأكيد بريدك الإلكتروني في ${brand}`,
    asked: ({ email, brand }) =>
      phrase`يُرجى تأكيد أن ${email} هو البريد الإلكتروني لحسابك في ${brand}.`,
    button: 'تأكيد البريد الإلكتروني',
    unasked: 'إذا لم يكن لديك مثل هذا الحساب، يمكنك تجاهل هذه الرسالة.',
  },
  changeAddress: {
    subject: ({ brand }) => phrase`تأكيد بريدك الإلكتروني الجديد في ${brand}`,
    asked: ({ email, newEmail, brand }) =>
      phrase`طُلب أن يكون تسجيل الدخول إلى الحساب ${email} في ${brand} باستخدام ${newEmail} من الآن.`,
    button: 'استخدام هذا البريد الإلكتروني',
    unasked:
      'إذا لم يكن هذا حسابك، يمكنك تجاهل هذه الرسالة. يحتفظ الحساب ببريده الإلكتروني القديم.',
  },
  stopChange: {
    subject: ({ brand }) => phrase`بريدك الإلكتروني في ${brand} على وشك التغيير`,
    asked: ({ email, newEmail, brand }) =>
      phrase`يريد شخص سجّل الدخول إلى حسابك ${email} في ${brand} تغيير البريد الإلكتروني إلى ${newEmail}. يسري التغيير عند تأكيده هناك.`,
    next: 'إذا كان هذا الطلب منك، فلا يلزم فعل شيء هنا. وإلا فإن شخصًا آخر يستطيع استخدام حسابك: يُرجى إيقاف التغيير واختيار كلمة مرور جديدة؛ يمكن ذلك بعد التغيير أيضًا، ويعيد هذا البريد الإلكتروني.',
    button: 'لم يكن هذا أنا',
  },
  letBrowserIn: {
    subject: ({ brand }) => phrase`تسجيل الدخول إلى ${brand} دون انتظار`,
    asked: ({ email, brand }) =>
      phrase`اضطر شخص إلى الانتظار قبل تسجيل الدخول إلى حسابك ${email} في ${brand} بسبب محاولات خاطئة كثيرة. إذا كان هذا أنت، فيُرجى فتح هذا الرابط في المتصفح الذي تريد تسجيل الدخول منه. لن يلزمه الانتظار بعد ذلك.`,
    button: 'المتابعة في هذا المتصفح',
    unasked:
      'إذا لم يكن هذا أنت، يمكنك تجاهل هذه الرسالة. لا يكفي الرابط وحده لتسجيل الدخول: تُطلب كلمة المرور أيضًا.',
  },
  register: {
    subject: ({ brand }) => phrase`إنشاء حسابك في ${brand}`,
    asked: ({ email, brand }) =>
      phrase`طُلب إنشاء حساب في ${brand} باسم ${email}. الحساب غير موجود بعد: يُرجى فتح الرابط لإنشائه.`,
    button: 'إنشاء الحساب',
    unasked: 'إذا لم يكن هذا الطلب منك، يمكنك تجاهل هذه الرسالة. لن يُنشأ أي حساب.',
  },
  accountExists: {
    subject: ({ brand }) => phrase`لديك حساب في ${brand} بالفعل`,
    asked: ({ email, brand }) =>
      phrase`طُلب إنشاء حساب في ${brand} باسم ${email}، ولكن لهذا البريد حساب بالفعل. يُرجى تسجيل الدخول إليه.`,
    button: 'تسجيل الدخول',
    forgot: 'اختيار كلمة مرور جديدة',
    unasked: 'إذا لم يكن هذا الطلب منك، يمكنك تجاهل هذه الرسالة. لم يتغير شيء.',
  },
  invitation: {
    subject: ({ brand }) => phrase`دعوة إلى ${brand}`,
    asked: ({ email, brand }) => phrase`ندعوك إلى إنشاء حساب في ${brand} باسم ${email}.`,
    button: 'إنشاء الحساب',
    unasked: 'إذا كنت لا تريد حسابًا، يمكنك تجاهل هذه الرسالة.',
  },
}
