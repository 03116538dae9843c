import type { Words } from '../en/en.ts'
import { phrase } from '../phrase.ts'

export const home: Words['home'] = {
  title: 'مرحبًا',
  heading: 'إدارة التطبيقات المرتبطة بحسابك',
  about:
    'بتسجيل الدخول يمكنك معرفة التطبيقات التي يمكنها التصرف نيابةً عنك، وإلغاء ربط ما لم تعد هناك حاجة إليه. لا ترى التطبيقات كلمة مرورك أبدًا.',
  signIn: 'تسجيل الدخول إلى حسابك',
  open: 'فتح حسابك',
  signedInAs: ({ email }) => phrase`الحساب الحالي: ${email}`,
  developers: 'هل لديك تطبيق قيد التطوير؟',
  issuer: ({ metadata }) =>
    phrase`جهة الإصدار (issuer) أدناه هي ما تحتاج إليه مكتبة OAuth 2.0 لديك، فهي تجد نقاط النهاية في ${metadata('بيانات تعريف الخادم')}.`,
  refused: ({ link }) => phrase`هل رُفض طلب؟ ${link('الاطّلاع على السبب')}`,
}
